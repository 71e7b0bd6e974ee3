/** How a question's counts are read: which rows of a source, grouped by what. Column names are our own, values always bound. */
import type { Measure, RateDimension, RateFilters, RatesQuery } from "@qorgau/schemas/rates";
import { monthDimensions } from "@qorgau/schemas/rows/published";
import type { CaseDimension } from "@qorgau/schemas/rows/published";
import { isLastOfMonth } from "../domain/calendar.ts";
import { bucketOf, countedFrom, monthAndDay } from "../domain/periods.ts";
import type { Bucket } from "../domain/periods.ts";
import type { FigureSource } from "./figure-source.ts";
import { noFigures } from "./snapshot-statement.ts";
import type { Parameters, SnapshotPart } from "./snapshot-statement.ts";

function columnOf(dimension: RateDimension): CaseDimension {
  if (dimension === "workRelated") return "work_related";
  return dimension === "ageBand" ? "age_band" : dimension;
}

const amounts: Readonly<Record<Measure, string>> = {
  injured: "sum(cases)",
  fatal: "sumIf(cases, severity = 'fatal')",
  severe: "sumIf(cases, severity = 'severe')",
  light: "sumIf(cases, severity = 'light')",
  accidents: "sum(accidents)",
  lost_time: "sum(lost_time_cases)",
  days_lost: "sum(days_lost)",
};

/** Not by toStartOfYear and its like: those give a Date, which does not reach back before 1970. */
const bucketStarts: Readonly<Record<Bucket, string>> = {
  year: "makeDate32(toYear(date), 1, 1)",
  quarter: "makeDate32(toYear(date), 3 * toQuarter(date) - 2, 1)",
  month: "makeDate32(toYear(date), toMonth(date), 1)",
  day: "date",
};

const monthColumns: ReadonlySet<string> = new Set(monthDimensions);

/** Whole months are read from the roll-up, days and the dimensions it lacks from the cases. */
export function grainOf(query: RatesQuery): "month" | "case" {
  const { by, filters, period, from, to } = query;
  const used = [...by, ...(Object.keys(filters) as (keyof RateFilters)[])];
  const known = used.every((dimension) => dimension !== "site" && monthColumns.has(columnOf(dimension)));
  const whole = (from === null || from.endsWith("-01") || period === "ytd") && (to === null || isLastOfMonth(to));
  // 29 February reads as 28, so that a February's end is no month's end in every year.
  const wholeYears = period !== "ytd" || (to !== null && monthAndDay(to) !== "02-28");
  return known && whole && wholeYears && period !== "day" ? "month" : "case";
}

/** `texts`: the bucket and the codes, joined by `|`; `figures`: the cases, the amounts and the cases with days. */
export function countsPart(query: RatesQuery, source: FigureSource): SnapshotPart {
  const grain = source.hasMonths ? grainOf(query) : "case";
  const { conditions, parameters } = conditionsOf(query, grain, source);
  const group = [`toString(${bucketStarts[bucketOf(query.period)]})`, ...query.by.map(columnOf)];
  return {
    name: "counts",
    sql: `SELECT groupArray(key) AS texts, [groupArray(counted), groupArray(amount), groupArray(with_days)] AS figures FROM (
            SELECT arrayStringConcat([${group.join(", ")}], '|') AS key, toFloat64(sum(cases)) AS counted,
                   toFloat64(${amounts[query.measure]}) AS amount, toFloat64(sum(days_lost_cases)) AS with_days
            FROM ${source.rows}
            WHERE ${[...source.ofGrain(grain), "cases > 0", ...conditions].join(" AND ")}
            GROUP BY key)`,
    parameters: { ...parameters, ...source.parameters },
  };
}

/**
 * First and last day of the counting cases of the asked country; of months their first days, which suffice to know the whole
 * months. Nothing is read where the question gives both bounds.
 */
export function casesSpanParts(query: RatesQuery, source: FigureSource): SnapshotPart[] {
  const { period, from, to, filters } = query;
  if (from !== null && to !== null) return [];
  const grain = period === "day" || (period === "ytd" && to === null) || !source.hasMonths ? "case" : "month";
  const country = filters.country === undefined ? [] : ["country IN {countries:Array(String)}"];
  return [
    {
      name: "span",
      sql: `SELECT [toString(min(date)), toString(max(date))] AS texts, ${noFigures}
            FROM ${source.rows}
            WHERE ${[...source.ofGrain(grain), "cases > 0", ...country].join(" AND ")} HAVING count() > 0`,
      parameters: { ...source.parameters, ...(filters.country === undefined ? {} : { countries: filters.country }) },
    },
  ];
}

interface Conditions {
  readonly conditions: string[];
  readonly parameters: Parameters;
}

function conditionsOf(query: RatesQuery, grain: "month" | "case", source: FigureSource): Conditions {
  const conditions: string[] = [];
  const parameters: Parameters = {};
  const add = (condition: string, values: Parameters = {}) => {
    conditions.push(condition);
    Object.assign(parameters, values);
  };
  const { sector, site, ...listed } = query.filters;
  for (const [dimension, codes] of Object.entries(listed) as [RateDimension, readonly string[]][]) {
    const column = columnOf(dimension);
    add(`${column} IN {${column}:Array(String)}`, { [column]: codes });
  }
  if (sector !== undefined) {
    add("(sector IN {sections:Array(String)} OR division IN {divisions:Array(String)})", sector);
  }
  if (site === "mine") add(`(${miningColumns.map((column) => `${column} != ''`).join(" OR ")})`);
  addBounds(query, grain, add);
  if (query.period === "ytd") addYearEnd(query, source, add);
  return { conditions, parameters };
}

/** A case is at a mine if any mining dimension is told of it. */
const miningColumns: readonly CaseDimension[] = ["mine", "method", "commodity", "hazard", "contractor"];

function addBounds({ period, from, to }: RatesQuery, grain: "month" | "case", add: (condition: string, values?: Parameters) => void) {
  if (from !== null) {
    const first = countedFrom(period, from);
    add("date >= {first:Date32}", { first });
    // The cell of a month begins with it, so that these bounds are bounds of the primary key.
    if (grain === "month") add("cell >= {firstMonth:String}", { firstMonth: first.slice(0, 7) });
  }
  if (to !== null) {
    add("date <= {last:Date32}", { last: to });
    if (grain === "month") add("cell <= {lastMonth:String}", { lastMonth: `${to.slice(0, 7)}~` });
  }
}

/** Years to date end at the month and day of `to`, else of the last counting case of the asked country. */
function addYearEnd({ to, filters }: RatesQuery, source: FigureSource, add: (condition: string, values?: Parameters) => void): void {
  if (to !== null) return add("formatDateTime(date, '%m-%d') <= {monthDay:String}", { monthDay: monthAndDay(to) });
  const country = filters.country === undefined ? [] : ["country IN {country:Array(String)}"];
  add(`formatDateTime(date, '%m-%d') <= (
    SELECT replaceOne(formatDateTime(max(date), '%m-%d'), '02-29', '02-28')
    FROM ${source.rows} WHERE ${[...source.ofGrain("case"), "cases > 0", ...country].join(" AND ")})`);
}
