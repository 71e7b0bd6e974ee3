/** The first page: is it getting worse here? This year to date beside the same days of last year and the mean of five years. */
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { limitsOfRegions, regionMap, regionTiles } from "../charts/region-map.ts";
import { Legend } from "../charts/legend.tsx";
import { timeSeries } from "../charts/time-series.ts";
import { watermark, yearToDate } from "../data/cut.ts";
import type { YearToDate } from "../data/cut.ts";
import { apiRequest, usePicture } from "../data/use-picture.ts";
import type { ApiResponses } from "../data/use-picture.ts";
import { Figure } from "../figures/figure.tsx";
import { DataTable } from "../figures/data-table.tsx";
import { rateColumns } from "../figures/rate-columns.tsx";
import { Headlines } from "./headlines.tsx";
import { FirstEvents } from "./first-events.tsx";
import { Failure } from "./failure.tsx";
import { addressWith, state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { texts } from "../text/texts.ts";
import { regionValues } from "./region-values.ts";
import { monthPoints } from "./month-points.ts";

const monthsShown = 24;

/** What the overview asks, of the running year. */
function requestsOf({ from, to, exposureBasis }: YearToDate) {
  // One basis for all that is shown together.
  const ytd = { period: "ytd", from, to, exposureBasis };
  const months = { period: "month", from: firstOfMonths(to), to: lastOfMonth(to) };
  return {
    injured: apiRequest<RatesResponse>("/v1/rates", { ...ytd, compare: "year_before" }),
    injuredFive: apiRequest<RatesResponse>("/v1/rates", { ...ytd, compare: "five_years" }),
    fatal: apiRequest<RatesResponse>("/v1/rates", { ...ytd, measure: "fatal", per: "100000_workers", compare: "year_before" }),
    fatalFive: apiRequest<RatesResponse>("/v1/rates", { ...ytd, measure: "fatal", per: "100000_workers", compare: "five_years" }),
    mining: apiRequest<RatesResponse>("/v1/rates", {
      ...ytd,
      measure: "fatal",
      per: "100000_workers",
      sector: "B",
      compare: "year_before",
    }),
    miningFive: apiRequest<RatesResponse>("/v1/rates", {
      ...ytd,
      measure: "fatal",
      per: "100000_workers",
      sector: "B",
      compare: "five_years",
    }),
    miningDays: apiRequest<FatalityFreeResponse>("/v1/fatality-free-days", { sector: "B" }),
    region: apiRequest<RatesResponse>("/v1/rates", { ...ytd, by: "region" }),
    sector: apiRequest<RatesResponse>("/v1/rates", { ...ytd, by: "sector" }),
    severity: apiRequest<RatesResponse>("/v1/rates", { ...ytd, per: "none", by: "severity", exposureBasis: undefined }),
    dayAgo: apiRequest<RatesResponse>("/v1/rates", { ...ytd, per: "none", by: "severity", exposureBasis: undefined, asOf: dayAgo() }),
    months: apiRequest<RatesResponse>("/v1/rates", { ...months, per: "none" }),
    deaths: apiRequest<RatesResponse>("/v1/rates", { ...months, per: "none", measure: "fatal" }),
  };
}
type OverviewRequests = ReturnType<typeof requestsOf>;
export type OverviewResponses = ApiResponses<OverviewRequests>;

/** An instant a day ago, to the quarter of an hour, so that the question stays the same for a while. */
function dayAgo(): string {
  const quarterMs = 15 * 60_000;
  return new Date(Math.floor(Date.now() / quarterMs) * quarterMs - 86_400_000).toISOString();
}

function firstOfMonths(to: string): string {
  return new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)) - monthsShown, 1)).toISOString().slice(0, 10);
}

function lastOfMonth(to: string): string {
  return new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)), 0)).toISOString().slice(0, 10);
}

export function Overview() {
  const picture = usePicture(() => (yearToDate.value === null ? null : requestsOf(yearToDate.value)));
  if (watermark.value !== null && yearToDate.value === null) return <FirstEvents />;
  if (picture === null || yearToDate.value === null) return <p role="status">{texts.value.loading}</p>;
  if (picture.responses === null) return <Failure message={picture.failure ?? ""} />;
  return (
    <>
      <Headlines responses={picture.responses} from={yearToDate.value.from} to={yearToDate.value.to} />
      <div class="columns">
        <ByRegion picture={{ requested: picture.requested, responses: picture.responses }} />
        <ByMonth picture={{ requested: picture.requested, responses: picture.responses }} />
      </div>
      <BySector picture={{ requested: picture.requested, responses: picture.responses }} />
    </>
  );
}

interface Shown {
  readonly requested: OverviewRequests;
  readonly responses: OverviewResponses;
}
const keyOf = (row: RatesRow) => `${row.period} ${row.region ?? row.sector ?? ""}`;

function ByRegion({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const { body } = responses.region;
  const isTiles = state.value.form === "tiles";
  const draw = isTiles ? regionTiles : regionMap;
  const values = regionValues(body);
  const day = body.rows[0]?.period.slice(11) ?? "";
  const text = texts.value;
  return (
    <Figure
      title={text.mapTitle}
      watermark={body.watermark}
      requested={requested.region}
      draw={draw({ values, day, format: figures.value.rate, name: figures.value.shortRegion })}
      table={<DataTable caption={text.mapTitle} columns={rateColumns("region", body)} rows={body.rows} keyOf={keyOf} />}
    >
      <p>
        <a href={addressWith({ form: isTiles ? undefined : "tiles" })}>{isTiles ? text.views.map : text.views.tiles}</a>
      </p>
      <Legend limits={limitsOfRegions(values)} format={figures.value.rate} unit={text.pers[body.per]} />
      <p class="note">{text.attribution}</p>
    </Figure>
  );
}

function ByMonth({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const text = texts.value;
  const { months, deaths } = responses;
  const rows = months.body.rows;
  const series = [
    { name: text.injured, colour: "var(--accent)", points: monthPoints(months.body.rows) },
    { name: text.fatal, colour: "var(--grave)", points: monthPoints(deaths.body.rows) },
  ];
  return (
    <Figure
      title={text.seriesTitle}
      watermark={months.body.watermark}
      requested={requested.months}
      draw={timeSeries({ series, unit: text.columns.count, format: figures.value.count, formatDate: figures.value.monthOf })}
      table={<DataTable caption={text.seriesTitle} columns={rateColumns("period", months.body)} rows={rows} keyOf={keyOf} />}
    >
      {rows.some(({ running }) => running === true) && <p class="note">{text.monthNotOver}</p>}
    </Figure>
  );
}

function BySector({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const { body } = responses.sector;
  const text = texts.value;
  return (
    <Figure
      title={text.sectorsTitle}
      watermark={body.watermark}
      requested={requested.sector}
      table={<DataTable caption={text.sectorsTitle} columns={rateColumns("sector", body)} rows={body.rows} keyOf={keyOf} />}
    />
  );
}
