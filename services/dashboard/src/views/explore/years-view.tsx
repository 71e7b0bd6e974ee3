/** The months of this year beside those of the years before, and each compared in the service's own words. */
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import type { ComparisonKind } from "@qorgau/schemas/responses/rate-choices";
import { lineStyles } from "../../charts/line-styles.ts";
import { SeriesLegend } from "../../charts/series-legend.tsx";
import { timeSeries } from "../../charts/time-series.ts";
import { yearToDate } from "../../data/cut.ts";
import { comparisonColumns } from "../../figures/comparison-columns.tsx";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import { state } from "../../state/page-state.ts";
import { daysOf } from "../../time/periods.ts";
import { figures, none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { Choice, Counted, DivisionChoice, RegionChoice, SectorChoice } from "../controls.tsx";
import { drawnOf, formatOf, titleOf } from "../rates/notes.tsx";
import { timePoints } from "../rates/time-points.ts";
import { ratesRequest } from "../../data/use-picture.ts";
import { chosen } from "./requests.ts";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";

const yearsBefore = 5;
/** Period, count, rate and interval stand before the comparison, the denominator after it. */
const columnsBefore = 4;
const comparisons = ["year_before", "five_years", "previous"] as const satisfies readonly ComparisonKind[];

const requestsOf = () => {
  const to = yearToDate.value?.to ?? "";
  const year = Number(to.slice(0, 4));
  // Months that have not begun would be counts of 0.
  const common = { ...chosen(), period: "month", to: daysOf(to.slice(0, 7))[1] };
  const { compare = "year_before" } = state.value;
  return {
    years: ratesRequest({ ...common, from: `${year - yearsBefore}-01-01` }),
    compared: ratesRequest({ ...common, from: `${year}-01-01`, compare }),
  };
};

export function YearsView() {
  const text = texts.value;
  return (
    <Shown
      controls={
        <>
          <Counted />
          <Choice
            name="compare"
            label={text.explore.compare}
            initial="year_before"
            options={comparisons.map((kind) => [kind, text.explore.comparisons[kind]] as const)}
          />
          <RegionChoice />
          <SectorChoice />
          <DivisionChoice />
        </>
      }
      requests={requestsOf}
      show={(answered) => <Years {...answered} />}
    />
  );
}

const yearOf = ({ period }: RatesRow) => period.slice(0, 4);
const monthOf = ({ period }: RatesRow) => period.slice(5);

function Years({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  const { years, compared } = responses;
  const text = texts.value;
  const rows = years.body.rows;
  if (rows.length === 0) return <p>{text.noRows}</p>;
  const title = titleOf(years.body);
  const columns = rateColumns("period", compared.body, requested.compared);
  const last = compared.body.rows.at(-1);
  return (
    <>
      <MonthsOfYears requested={requested.years} body={years.body} title={title} />
      <Figure
        title={fill(text.explore.monthsCompared, { year: last === undefined ? "" : yearOf(last) })}
        watermark={compared.body.watermark}
        requested={requested.compared}
        table={
          <DataTable
            caption={title}
            columns={columns.toSpliced(Math.min(columnsBefore, columns.length - 1), 0, ...comparisonColumns())}
            rows={compared.body.rows}
            keyOf={({ period }) => period}
          />
        }
      />
    </>
  );
}

/** A line for each year, over the twelve months. */
function MonthsOfYears({ requested, body, title }: { requested: ReturnType<typeof ratesRequest>; body: RatesResponse; title: string }) {
  const text = texts.value;
  const drawn = drawnOf(body);
  const format = formatOf(body);
  // The newest first, so that its line has the same look every year.
  const years = [...new Set(body.rows.map(yearOf))].toReversed();
  const series = years.map((year, place) => ({
    name: year,
    ...lineStyles[place]!,
    bold: place === 0,
    points: timePoints(
      body.rows.filter((row) => yearOf(row) === year),
      drawn,
    ).map((point) => ({ ...point, lower: null, upper: null, at: new Date(Date.UTC(2000, point.at.getUTCMonth(), 1)) })),
  }));
  const cells = new Map(body.rows.map((row) => [row.period, row]));
  const months = [...new Set(body.rows.map(monthOf))].toSorted();
  const columns: readonly Column<string>[] = [
    { title: text.explore.month, cell: (month) => month },
    ...years.toReversed().map((year): Column<string> => {
      const valueOf = (month: string) => cells.get(`${year}-${month}`)?.[drawn];
      return {
        title: year,
        isNumber: true,
        cell: (month) => {
          const value = valueOf(month);
          const running = cells.get(`${year}-${month}`)?.running === true ? ` (${text.running})` : "";
          return typeof value === "number" ? `${format(value)}${running}` : none;
        },
        value: valueOf,
      };
    }),
  ];
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested}
      draw={timeSeries({
        series,
        unit: text.pers[body.per],
        format,
        formatTick: figures.value.exact,
        formatDate: (at) => String(at.getUTCMonth() + 1).padStart(2, "0"),
        height: 340,
      })}
      table={<DataTable caption={title} columns={columns} rows={months} keyOf={(month) => month} />}
    >
      <SeriesLegend names={years} />
      <p class="note">{text.explore.runningDashed}</p>
    </Figure>
  );
}
