/** The risk map: where the labour inspectorate looks first. Points of the check-list and the score of accidents stand apart, each with what it is made of. */
import type { RiskLayer, RiskMapResponse, RiskRow } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { watermark, yearToDate } from "../data/cut.ts";
import { tokenRefusal } from "../data/token.ts";
import { apiRequest } from "../data/use-picture.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { useResponse } from "../data/use-response.ts";
import { DataTable } from "../figures/data-table.tsx";
import type { Column } from "../figures/data-table.tsx";
import { Figure } from "../figures/figure.tsx";
import { state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Caveats } from "./caveats.tsx";
import { Choice, RegionChoice, SectorChoice } from "./controls.tsx";
import { Failure } from "./failure.tsx";
import { FirstEvents } from "./first-events.tsx";
import { MethodDetails } from "./explain/method-details.tsx";
import { PastDay } from "./past-day.tsx";
import { FewLightTable } from "./riskmap/few-light-table.tsx";
import { administrativeColumns, statisticalColumns } from "./riskmap/risk-columns.tsx";

const layers = ["administrative", "statistical"] as const satisfies readonly RiskLayer[];
/** More than anybody reads; the saved table has them all. */
const enterprisesShown = 100;

export default function RiskMap() {
  const { region, sector, employer, asOf } = state.value;
  const layer = layers.find((name) => name === state.value.view);
  // Once figures are shown a token is known to be fit, so that one without this right is told, and not asked for again.
  const requested =
    yearToDate.value === null ? null : apiRequest<RiskMapResponse>("/v1/riskmap", { region, sector, employer, layer, asOf });
  const { pages, failure } = useResponse(requested);
  const text = texts.value;
  if (watermark.value !== null && yearToDate.value === null) return <FirstEvents />;
  const body = pages?.[0];
  const isRefused = failure !== null && failure === tokenRefusal.value;
  return (
    <>
      <h2>{text.riskmap.title}</h2>
      {isRefused && <p>{text.riskmap.notPermitted}</p>}
      {failure !== null && <Failure message={failure} />}
      {!isRefused && <Controls />}
      {failure === null &&
        (body === undefined || requested === null ? <p role="status">{text.loading}</p> : <Worklist body={body} requested={requested} />)}
    </>
  );
}

function Controls() {
  const { riskmap } = texts.value;
  return (
    <div class="controls">
      <Choice
        name="view"
        label={riskmap.layer}
        options={[["", riskmap.layers.both], ...layers.map((name) => [name, riskmap.layers[name]] as const)]}
      />
      <RegionChoice />
      <SectorChoice />
      <PastDay />
    </div>
  );
}

function Worklist({ body, requested }: { readonly body: RiskMapResponse; readonly requested: ApiRequest }) {
  const { riskmap, span } = texts.value;
  const { day } = figures.value;
  const title = fill(span, { from: day(body.from), to: day(body.to) });
  return (
    <>
      <p>{riskmap.lead}</p>
      <Caveats caveats={body.caveats} />
      <Figure title={title} watermark={body.watermark} requested={requested} table={<Layers body={body} />}>
        <MethodDetails of="risk_map" parameters={requested.parameters} watermark={body.watermark} />
      </Figure>
      {body.layer !== "administrative" && <FewLightTable rows={body.fewLight.filter(({ fewLight }) => fewLight)} />}
    </>
  );
}

/** Each layer by itself, with what it is made of: those that it has something to say of. */
function Layers({ body: { layer, method, rows } }: { readonly body: RiskMapResponse }) {
  const { riskmap } = texts.value;
  const { exact, day } = figures.value;
  const told = Object.fromEntries(
    Object.entries(method.parameters).map(([name, value]) => [name, typeof value === "number" ? exact(value) : value]),
  );
  const { order = "", orderAmended = "", significantWeight = "", minorWeight = "", lowUpTo = "", mediumUpTo = "", factor = "" } = told;
  const weights = { significant: significantWeight, minor: minorWeight, low: lowUpTo, medium: mediumUpTo };
  return (
    <>
      {layer !== "statistical" && (
        <Layer
          name={riskmap.administrative}
          lead={fill(riskmap.administrativeLead, { order, amended: day(orderAmended), ...weights })}
          known={rows.length}
          rows={rows.filter(({ administrative }) => administrative !== null && administrative !== undefined)}
          columns={administrativeColumns()}
        />
      )}
      {layer !== "administrative" && (
        <Layer
          name={riskmap.statistical}
          lead={fill(riskmap.statisticalLead, { factor })}
          known={rows.length}
          rows={rows.filter(({ statistical }) => statistical?.reason === null)}
          columns={statisticalColumns(factor)}
        />
      )}
    </>
  );
}

interface LayerProps {
  readonly name: string;
  readonly lead: string;
  /** How many enterprises there are. */
  readonly known: number;
  readonly rows: readonly RiskRow[];
  readonly columns: readonly Column<RiskRow>[];
}

function Layer({ name, lead, known, rows, columns }: LayerProps) {
  const { riskmap } = texts.value;
  const { count } = figures.value;
  const shown = rows.slice(0, enterprisesShown);
  return (
    <div class="many">
      <h3>{name}</h3>
      <p class="note">{lead}</p>
      {shown.length === 0 ? (
        <p>{riskmap.noEnterprises}</p>
      ) : (
        <DataTable caption={name} columns={columns} rows={shown} keyOf={({ employer }) => employer} />
      )}
      <p class="note">{fill(riskmap.shown, { count: count(shown.length), scored: count(rows.length), total: count(known) })}</p>
    </div>
  );
}
