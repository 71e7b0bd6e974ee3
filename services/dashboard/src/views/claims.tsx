/** What is still to come of an insurer's claims: how many are not filed yet and what is to be paid, by band of lost capacity or by insurer. */
import type { IbnrCell, IbnrDimension, IbnrMeasure, IbnrResponse, IbnrRow } from "@qorgau/schemas/responses/claims-ibnr-response";
import { caveatsOf, ibnrCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import { intervalDots } from "../charts/interval-dots.ts";
import { linesMax } from "../charts/line-styles.ts";
import { SeriesLegend } from "../charts/series-legend.tsx";
import { timeSeries } from "../charts/time-series.ts";
import { watermark } from "../data/cut.ts";
import { apiRequest } from "../data/use-picture.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { useResponse } from "../data/use-response.ts";
import { DataTable } from "../figures/data-table.tsx";
import { Figure } from "../figures/figure.tsx";
import { show, state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { delayColumns, monthColumns, nameOfCell, sumColumns } from "./claims/ibnr-columns.ts";
import { bands, codesOf, filedLines, monthsShown, orderedCells } from "./claims/ibnr-lines.ts";
import { Caveats } from "./caveats.tsx";
import { Choice, Choices, Days, RegionChoice } from "./controls.tsx";
import { Failure } from "./failure.tsx";
import { FirstEvents } from "./first-events.tsx";
import { MethodDetails } from "./explain/method-details.tsx";
import { PastDay } from "./past-day.tsx";

const measures = ["claims", "paid"] as const satisfies readonly IbnrMeasure[];
const dimensions = ["band", "insurer", "region"] as const satisfies readonly IbnrDimension[];
/** It is of whole months, which corrections alone change. */
const renewMs = 3_600_000;

export default function Claims() {
  const { asOf, measure, source, region, band, from, to } = state.value;
  const by = chosenDimension();
  const requested = apiRequest<IbnrResponse>("/v1/claims/ibnr", { measure, by, source, region, band, from, to, asOf });
  const { pages, failure } = useResponse(requested, { renewMs });
  const text = texts.value;
  if (watermark.value === "") return <FirstEvents />;
  const body = pages?.[0];
  return (
    <>
      <h2>{text.claims.title}</h2>
      <p>{text.claims.lead}</p>
      <Caveats caveats={caveatsOf(ibnrCaveats)} />
      <Controls />
      {failure !== null ? (
        <Failure message={failure} />
      ) : body === undefined ? (
        <p role="status">{text.loading}</p>
      ) : (
        <Expected body={body} requested={requested} by={by} />
      )}
    </>
  );
}

/** "all" is in the address where nothing is told apart: bands are what the page begins with. */
const together = "all";

function chosenDimension(): IbnrDimension | undefined {
  const { by = dimensions[0] } = state.value;
  return dimensions.find((name) => name === by);
}

function Controls() {
  const { claims } = texts.value;
  return (
    <div class="controls">
      <Choice
        name="measure"
        label={claims.measure}
        initial={measures[0]}
        options={measures.map((name) => [name, claims.measures[name]] as const)}
      />
      <Choice
        name="by"
        label={texts.value.explore.dimension}
        initial={dimensions[0]}
        options={[...dimensions.map((name) => [name, claims.dimensions[name]] as const), [together, claims.together]]}
      />
      <RegionChoice />
      <Choices name="band" label={claims.bands} options={[...bands, unknown].map((code) => [code, nameOfBand(code)])} />
      <Days />
      <PastDay />
      <label>
        {claims.ofInsurer}
        <input value={state.value.source ?? ""} onChange={({ currentTarget: { value } }) => show({ source: value.trim() || undefined })} />
      </label>
    </div>
  );
}

/** As the API takes what is not stated in a filter. */
const unknown = "unknown";
const nameOfBand = (code: string) => figures.value.name("band", code === unknown ? null : code);

/** The title of a figure with what it was narrowed to, which stands on paper too. */
function titleOf(title: string, { source, regions, bands: chosen }: IbnrResponse): string {
  const regionNames = regions?.split(",").map((code) => figures.value.name("region", code === unknown ? null : code)) ?? [];
  const narrowed = [...regionNames, ...(chosen?.split(",").map(nameOfBand) ?? []), ...(source === null ? [] : [source])];
  return narrowed.length === 0 ? title : `${title}: ${narrowed.join(", ")}`;
}

interface ExpectedProps {
  readonly body: IbnrResponse;
  readonly requested: ApiRequest;
  readonly by: IbnrDimension | undefined;
}

function Expected(shown: ExpectedProps) {
  const { claims } = texts.value;
  if (shown.body.cells.length === 0) return <p>{claims.none}</p>;
  return (
    <>
      <Sums {...shown} />
      <Months {...shown} />
    </>
  );
}

/** All months that are still being filed together, each cell by itself. Files of the API have a row for each month, which are the other figure. */
function Sums({ body, requested, by }: ExpectedProps) {
  const { claims, nowcast } = texts.value;
  const { day, short, count } = figures.value;
  const { measure } = body;
  const cells = orderedCells(body, by);
  const span = cells.find(({ sum }) => sum !== null)?.sum ?? null;
  const untitled = span === null ? claims.sums[measure] : fill(claims.sumsOf[measure], { from: day(span.from), to: day(span.to) });
  const title = titleOf(untitled, body);
  const dots = cells.map((cell) => {
    const { sum } = cell;
    const [name, whole] = [nameOfCell(cell, by), (value: number | null) => count(value === null ? null : Math.round(value))];
    const told = sum === null ? "" : `: ${nowcast.expected} ${whole(sum.expected)}, ${claims.reported[measure]} ${whole(sum.reported)}`;
    return {
      name,
      value: sum?.expected ?? null,
      lower: sum?.lower ?? null,
      upper: sum?.upper ?? null,
      label: `${name}${told}`,
      address: null,
      running: false,
    };
  });
  const isDrawn = dots.some(({ value }) => value !== null);
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      {...(isDrawn ? { draw: intervalDots({ dots, unit: claims.units[measure], formatTick: short }) } : {})}
      table={
        <div class="many">
          <DataTable<IbnrCell> caption={title} columns={sumColumns(body, by)} rows={cells} keyOf={(cell) => nameOfCell(cell, by)} />
          <DataTable<IbnrCell>
            caption={claims.delays}
            columns={delayColumns(body, by)}
            rows={cells}
            keyOf={(cell) => nameOfCell(cell, by)}
          />
        </div>
      }
    >
      <p class="note">{claims.marks[measure]}</p>
      <MethodDetails of="claims_ibnr" parameters={requested.parameters} watermark={body.watermark} />
    </Figure>
  );
}

/** Each month by itself: what is filed, and dotted what is expected in the end. */
function Months({ body, requested, by }: ExpectedProps) {
  const { claims, explore } = texts.value;
  const { measure } = body;
  const title = titleOf(claims.months[measure], body);
  const names = codesOf(body, by).map((code) => nameOfCell({ [by ?? ""]: code }, by));
  const isDrawn = names.length <= linesMax;
  const draw = timeSeries({
    series: filedLines(body, by),
    unit: claims.units[measure],
    format: figures.value.exact,
    formatTick: figures.value.short,
    formatDate: figures.value.monthOf,
    height: 300,
  });
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested}
      {...(isDrawn ? { draw } : {})}
      table={
        <DataTable<IbnrRow>
          caption={title}
          columns={monthColumns(body, by)}
          rows={monthsShown(body, by, requested.parameters)}
          keyOf={(row) => `${row.period} ${nameOfCell(row, by)}`}
        />
      }
    >
      {isDrawn && by !== undefined && <SeriesLegend names={names} />}
      <p class="note">{isDrawn ? claims.dotted[measure] : fill(explore.tooManyLines, { count: linesMax, total: names.length })}</p>
    </Figure>
  );
}
