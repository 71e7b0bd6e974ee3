/** The charts and tables of the overview. They bring Observable Plot with them, so they are loaded after the headline. */
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { lineStyles } from "../charts/line-styles.ts";
import { SeriesLegend } from "../charts/series-legend.tsx";
import { timeSeries } from "../charts/time-series.ts";
import type { YearToDate } from "../data/cut.ts";
import { ratesRequest, usePicture } from "../data/use-picture.ts";
import type { ApiResponses } from "../data/use-picture.ts";
import { yearToDate } from "../data/cut.ts";
import { DataTable } from "../figures/data-table.tsx";
import { Figure } from "../figures/figure.tsx";
import { rateColumns } from "../figures/rate-columns.tsx";
import { figures } from "../text/figures.ts";
import { texts } from "../text/texts.ts";
import { Failure } from "./failure.tsx";
import { yearSoFar } from "./headline-requests.ts";
import { expectedLines, NowcastNotes, NowcastTable, useNowcast } from "./rates/nowcast.tsx";
import { RegionFigure } from "./rates/region-figure.tsx";
import { timePoints } from "./rates/time-points.ts";

const monthsShown = 24;

function requestsOf(shown: YearToDate) {
  const ytd = yearSoFar(shown);
  const { to } = shown;
  const months = { period: "month", from: firstOfMonths(to), to: lastOfMonth(to) };
  return {
    region: ratesRequest({ ...ytd, by: "region" }),
    sector: ratesRequest({ ...ytd, by: "sector" }),
    months: ratesRequest({ ...months, per: "none" }),
    deaths: ratesRequest({ ...months, per: "none", measure: "fatal" }),
  };
}

function firstOfMonths(to: string): string {
  return new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)) - monthsShown, 1)).toISOString().slice(0, 10);
}

function lastOfMonth(to: string): string {
  return new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)), 0)).toISOString().slice(0, 10);
}

export default function OverviewFigures() {
  const picture = usePicture(() => (yearToDate.value === null ? null : requestsOf(yearToDate.value)));
  if (picture === null) return <p role="status">{texts.value.loading}</p>;
  if (picture.responses === null) return <Failure message={picture.failure ?? ""} />;
  const shown = { requested: picture.requested, responses: picture.responses };
  return (
    <>
      <div class="columns">
        <ByRegion picture={shown} />
        <ByMonth picture={shown} />
      </div>
      <BySector picture={shown} />
    </>
  );
}

interface Shown {
  readonly requested: ReturnType<typeof requestsOf>;
  readonly responses: ApiResponses<ReturnType<typeof requestsOf>>;
}
const keyOf = (row: RatesRow) => `${row.period} ${row.region ?? row.sector ?? ""}`;

function ByRegion({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const { body } = responses.region;
  const day = body.rows[0]?.period.slice(11) ?? "";
  return <RegionFigure title={texts.value.mapTitle} requested={requested.region} body={body} day={day} keyOf={keyOf} />;
}

function ByMonth({ picture: { requested, responses } }: { readonly picture: Shown }) {
  const text = texts.value;
  const { months, deaths } = responses;
  const rows = months.body.rows;
  const series = [
    { name: text.injured, ...lineStyles[0]!, points: timePoints(months.body.rows) },
    { name: text.fatal, ...lineStyles[1]!, points: timePoints(deaths.body.rows) },
  ];
  const nowcast = useNowcast(requested.months.parameters);
  return (
    <Figure
      title={text.seriesTitle}
      watermark={months.body.watermark}
      requested={requested.months}
      draw={timeSeries({
        series: [...series, ...expectedLines(nowcast, series)],
        unit: text.columns.count,
        format: figures.value.count,
        formatTick: figures.value.count,
        formatDate: figures.value.monthOf,
      })}
      table={
        <>
          <DataTable caption={text.seriesTitle} columns={rateColumns("period", months.body, requested.months)} rows={rows} keyOf={keyOf} />
          <NowcastTable nowcast={nowcast} />
        </>
      }
    >
      <SeriesLegend names={series.map(({ name }) => name)} />
      {rows.some(({ running }) => running === true) && <p class="note">{text.monthNotOver}</p>}
      <NowcastNotes nowcast={nowcast} parameters={requested.months.parameters} />
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
      table={
        <DataTable caption={text.sectorsTitle} columns={rateColumns("sector", body, requested.sector)} rows={body.rows} keyOf={keyOf} />
      }
    />
  );
}
