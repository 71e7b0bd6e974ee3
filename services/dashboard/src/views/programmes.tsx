/** Whether enterprises with a programme have fewer accidents than those without, how far it reaches, and what must be read beside it. */
import type {
  ProgrammeDimension,
  ProgrammeResponse,
  ProgrammeRow,
  WeighedProgramme,
} from "@qorgau/schemas/responses/inspection/programme-response";
import { watermark, yearToDate } from "../data/cut.ts";
import { apiRequest } from "../data/use-picture.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { useResponse } from "../data/use-response.ts";
import { DataTable } from "../figures/data-table.tsx";
import { Figure } from "../figures/figure.tsx";
import { state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Caveats } from "./caveats.tsx";
import { Choice } from "./controls.tsx";
import { Failure } from "./failure.tsx";
import { FirstEvents } from "./first-events.tsx";
import { MethodDetails } from "./explain/method-details.tsx";
import { PastDay } from "./past-day.tsx";
import { comparedColumns, coverageColumns, expectedColumns, joinedColumns } from "./programmes/programme-columns.ts";

const programmes = ["vision_zero", "insured", "union", "collective_agreement"] as const satisfies readonly WeighedProgramme[];
const measures = ["accidents", "injured", "fatal"] as const satisfies readonly ProgrammeResponse["measure"][];
const dimensions = ["region", "sector", "size"] as const satisfies readonly ProgrammeDimension[];

export default function Programmes() {
  const { asOf, measure } = state.value;
  const programme = programmes.find((name) => name === state.value.view) ?? programmes[0];
  const by = dimensions.find((name) => name === state.value.by);
  const requested = apiRequest<ProgrammeResponse>(`/v1/programmes/${programme}`, { measure, by, asOf });
  const { pages, failure } = useResponse(requested);
  const text = texts.value;
  if (watermark.value !== null && yearToDate.value === null) return <FirstEvents />;
  const body = pages?.[0];
  return (
    <>
      <h2>{text.programmes.title}</h2>
      <div class="controls">
        <Choice
          name="view"
          label={text.programmes.programme}
          initial={programmes[0]}
          options={programmes.map((name) => [name, text.programmes.names[name]] as const)}
        />
        <Choice
          name="measure"
          label={text.measure}
          initial={measures[0]}
          options={measures.map((name) => [name, text.measures[name]] as const)}
        />
        <Choice
          name="by"
          label={text.explore.dimension}
          options={[["", text.programmes.together], ...dimensions.map((name) => [name, text.dimensions[name]] as const)]}
        />
        <PastDay />
      </div>
      {failure !== null ? (
        <Failure message={failure} />
      ) : body === undefined ? (
        <p role="status">{text.loading}</p>
      ) : (
        <Weighed body={body} requested={requested} by={by} />
      )}
    </>
  );
}

interface WeighedProps {
  readonly body: ProgrammeResponse;
  readonly requested: ApiRequest;
  readonly by: ProgrammeDimension | undefined;
}

function Weighed({ body, requested, by }: WeighedProps) {
  const { programmes: text } = texts.value;
  const { day, period } = figures.value;
  const [from, to] = [day(body.from), day(body.to)];
  const keyOf = (row: ProgrammeRow) => (by === undefined ? period(body.from) : String(row[by]));
  const tables = [
    [fill(text.compared, { from, to }), comparedColumns(by)],
    [text.ratio, expectedColumns(by)],
    [text.joined, joinedColumns(by)],
    [fill(text.coverage, { day: to }), coverageColumns(by)],
  ] as const;
  return (
    <>
      <Caveats caveats={body.caveats} />
      <Figure
        title={text.names[body.programme]}
        watermark={body.watermark}
        requested={requested}
        table={
          <div class="many">
            {tables.map(([caption, columns]) => (
              <DataTable key={caption} caption={caption} columns={columns} rows={body.rows} keyOf={keyOf} />
            ))}
          </div>
        }
      >
        <p class="note">{text.comparedNote}</p>
        <p class="note">{text.joinedNote}</p>
        {body.wordsAdjusted !== undefined && <p class="note">{text.adjusted}</p>}
        <MethodDetails of="programme" parameters={{ ...requested.parameters, programme: body.programme }} watermark={body.watermark} />
      </Figure>
    </>
  );
}
