/** What is open to all: protected figures by year, region, sector, severity and month, and how they are protected. It asks for nothing that is refused. */
import type { OpenRatesResponse, RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { lineStyles } from "../charts/line-styles.ts";
import { timeSeries } from "../charts/time-series.ts";
import { ratesRequest, usePicture } from "../data/use-picture.ts";
import type { ApiResponses } from "../data/use-picture.ts";
import { DataTable } from "../figures/data-table.tsx";
import { Figure } from "../figures/figure.tsx";
import { rateColumns } from "../figures/rate-columns.tsx";
import { state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Choice } from "./controls.tsx";
import { Failure } from "./failure.tsx";
import { Notes } from "./rates/notes.tsx";
import { RegionFigure } from "./rates/region-figure.tsx";
import { timePoints } from "./rates/time-points.ts";
import { ServedHeadline } from "./served-headline.tsx";

function requestsOf() {
  return {
    years: ratesRequest({}),
    region: ratesRequest({ by: "region" }),
    sector: ratesRequest({ by: "sector" }),
    severity: ratesRequest({ by: "severity" }),
    months: ratesRequest({ period: "month", per: "none" }),
  };
}

type Requested = ReturnType<typeof requestsOf>;
interface Shown {
  readonly requested: Requested;
  readonly responses: ApiResponses<Requested>;
}

const monthsShown = 36;
const keyOf = (row: RatesRow) => [row.period, row.region, row.sector, row.severity].join(" ");

export default function Open() {
  const picture = usePicture(requestsOf);
  if (picture === null) return <ServedHeadline />;
  if (picture.responses === null) return <Failure message={picture.failure ?? ""} />;
  const shown = { requested: picture.requested, responses: picture.responses };
  const years = shown.responses.years.body.rows.map(({ period }) => period);
  const last = wholeYear(shown.responses.years.body) ?? years.at(-1);
  const year = years.find((one) => one === state.value.year) ?? last;
  return (
    <>
      <Protection response={shown.responses.years.body} />
      {year === undefined ? (
        <p>{texts.value.noRows}</p>
      ) : (
        <>
          <div class="columns">
            <Years picture={shown} />
            <Months picture={shown} />
          </div>
          <div class="controls">
            <Choice
              name="year"
              label={texts.value.explore.year}
              initial={last ?? ""}
              options={years.toReversed().map((one) => [one, one] as const)}
            />
          </div>
          <ByRegion picture={shown} year={year} />
          <ByCode picture={shown} year={year} name="severity" />
          <ByCode picture={shown} year={year} name="sector" />
        </>
      )}
    </>
  );
}

/** The last one that is over. */
const wholeYear = ({ rows }: RatesResponse): string | undefined => rows.findLast(({ running }) => running !== true)?.period;

function Protection({ response }: { readonly response: OpenRatesResponse }) {
  const text = texts.value.open;
  const { D = 0, js = 0, batch = "" } = response.disclosure ?? {};
  return (
    <section class="card" aria-labelledby="protected">
      <h2 id="protected">{text.title}</h2>
      <p>{fill(text.noise, { D, js })}</p>
      <p>{text.parts}</p>
      <p>{text.enterprises}</p>
      <p>{fill(text.batches, { batch })}</p>
    </section>
  );
}

const ofYear = <Response extends RatesResponse>(response: Response, year: string): Response => ({
  ...response,
  rows: response.rows.filter(({ period }) => period === year),
});

function Years({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const { body } = responses.years;
  const text = texts.value;
  return (
    <Figure
      title={text.open.byYear}
      watermark={body.watermark}
      requested={requested.years}
      draw={timeSeries({
        series: [{ name: text.injured, ...lineStyles[0]!, points: timePoints(body.rows, "rate") }],
        unit: text.pers[body.per],
        format: figures.value.rate,
        formatTick: figures.value.count,
        formatDate: (at) => at.toISOString().slice(0, 4),
      })}
      table={<DataTable caption={text.open.byYear} columns={rateColumns("period", body, requested.years)} rows={body.rows} keyOf={keyOf} />}
    >
      <Notes rows={body.rows} per={body.per} />
    </Figure>
  );
}

function Months({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const { body } = responses.months;
  const text = texts.value;
  const rows = body.rows.slice(-monthsShown);
  return (
    <Figure
      title={text.open.byMonth}
      watermark={body.watermark}
      requested={requested.months}
      draw={timeSeries({
        series: [{ name: text.injured, ...lineStyles[0]!, points: timePoints(rows) }],
        unit: text.columns.count,
        format: figures.value.count,
        formatTick: figures.value.count,
        formatDate: figures.value.monthOf,
      })}
      table={<DataTable caption={text.open.byMonth} columns={rateColumns("period", body, requested.months)} rows={rows} keyOf={keyOf} />}
    >
      {rows.some(({ running }) => running === true) && <p class="note">{text.monthNotOver}</p>}
    </Figure>
  );
}

interface OfYear {
  readonly picture: Shown;
  readonly year: string;
}

function ByRegion({ picture: { requested, responses }, year }: OfYear) {
  const title = `${texts.value.mapTitle}, ${year}`;
  const body = ofYear(responses.region.body, year);
  return <RegionFigure title={title} requested={requested.region} body={body} day={`${year}-12-31`} keyOf={keyOf} />;
}

function ByCode({ picture: { requested, responses }, year, name }: OfYear & { readonly name: "severity" | "sector" }) {
  const body = ofYear(responses[name].body, year);
  const text = texts.value;
  const title = `${name === "sector" ? text.sectorsTitle : text.open.bySeverity}, ${year}`;
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested[name]}
      table={<DataTable caption={title} columns={rateColumns(name, body, requested[name])} rows={body.rows} keyOf={keyOf} />}
    />
  );
}
