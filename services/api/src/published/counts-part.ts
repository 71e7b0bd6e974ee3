/** How the counts of a query are read: which rows of a source, grouped by what. Column names are our own, values always bound. */
import { daysOfLimit, disasterDeaths } from "@qorgau/schemas/responses/rate-choices";
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import { dimensionColumns } from "@qorgau/schemas/responses/rates";
import type { Measure, RateDimension, RateFilters, RatesQuery } from "@qorgau/schemas/responses/rates";
import { monthDimensions } from "@qorgau/schemas/rows/published";
import type { CaseDimension, FigureName } from "@qorgau/schemas/rows/published";
import { accidentsOf } from "../rates/domain/accident-figure.ts";
import { isLastOfMonth, yearOf } from "../time/calendar.ts";
import { bucketOf, comparedPeriods, countedFrom, monthAndDay, periodHolding } from "../time/periods.ts";
import type { Bucket } from "../time/periods.ts";
import { dayColumns, regionColumns } from "./chosen-columns.ts";
import { partFrom } from "./figure-source.ts";
import type { CellCondition, FigureSource } from "./figure-source.ts";
import { chunk, cutGrains, cutText, noTexts } from "./snapshot-statement.ts";
import type { Parameters, SnapshotPart } from "./snapshot-statement.ts";

function columnOf(dimension: RateDimension, { regionOf }: RateChoices): CaseDimension {
  return dimension === "region" ? regionColumns[regionOf] : dimensionColumns[dimension];
}

/** Whether a death came later than the limit; a death without a day did not. */
function isLaterDeath({ deathWithin }: RateChoices): string | null {
  if (deathWithin === null) return null;
  // The day of the accident lies within the store's dates, so the text is a date of theirs too.
  return `(severity = 'fatal' AND died_on != '' AND dateDiff('day', date, toDate32OrDefault(died_on, date)) > ${daysOfLimit(deathWithin)})`;
}

/** The severity that a case counts as. */
function severityOf(choices: RateChoices): string {
  const later = isLaterDeath(choices);
  return later === null ? "severity" : `if(${later}, 'severe', severity)`;
}

/** What the measure counts, of the rows that are not left out. */
export function amountOf(query: RatesQuery, grain: Grain = "case", condition = isCounting(query)): string {
  const { measure, choices } = query;
  const later = isLaterDeath(choices);
  const sum = (column: FigureName, ...conditions: string[]) => sumOfCounting(column, [condition, ...conditions].join(" AND "));
  if (measure === "injured") return sum("cases");
  if (measure === "accidents") return sum(accidentsOf(query.commutingLeftOut));
  if (measure === "lost_time") return lostTime(choices, condition, grain);
  if (measure !== "days_lost") return sum("cases", `${severityOf(choices)} = '${measure}'`);
  return later === null ? sum("days_lost") : `${sum("days_lost")} + ${sum("days_before_death", later)}`;
}

type Grain = "month" | "case";

/**
 * The fatal; the severe, unless they state fewer days than `lostDays`; the light that state so many. Of months, whose figures are sums, where
 * a single day is enough: the severe that state none are those that state days and have lost none.
 */
function lostTime(choices: RateChoices, condition: string, grain: Grain): string {
  const severity = severityOf(choices);
  if (grain === "month") {
    const severe = "severity = 'severe', cases - days_lost_cases + lost_time_cases";
    return `sumIf(multiIf(severity = 'fatal', cases, ${severe}, severity = 'light', lost_time_cases, 0), ${condition})`;
  }
  const later = isLaterDeath(choices);
  const days = later === null ? "days_lost" : `days_lost + if(${later}, days_before_death, 0)`;
  const enough = `${days} >= ${choices.lostDays}`;
  const counted = `${severity} = 'fatal' OR (${severity} = 'severe' AND (${statesDays(choices)} = 0 OR ${enough})) OR (${severity} = 'light' AND ${enough})`;
  return `sumIf(cases, ${condition} AND (${counted}))`;
}

/** How many of the cases of a row state their days; a later death states those before it. */
function statesDays(choices: RateChoices): string {
  const later = isLaterDeath(choices);
  return later === null ? "days_lost_cases" : `(days_lost_cases + if(${later}, days_before_death_cases, 0))`;
}

interface DaysStated {
  readonly shouldState: string | null;
  readonly unstated: string | null;
}

/** Counting cases that should state their days, and those that do not; null of a measure that needs no days lost. */
function daysStatedOf(measure: Measure, choices: RateChoices, condition: string): DaysStated {
  if (measure !== "lost_time" && measure !== "days_lost") return { shouldState: null, unstated: null };
  const requested = `${condition} AND ${severityOf(choices)} ${measure === "lost_time" ? "= 'light'" : "!= 'fatal'"}`;
  return { shouldState: `sumIf(cases, ${requested})`, unstated: `sumIf(cases - ${statesDays(choices)}, ${requested})` };
}

/** How many of these cases state their days; a later death states those before it. */
export function casesWithDays(choices: RateChoices, condition: string): string {
  const later = isLaterDeath(choices);
  const stated = `sumIf(days_lost_cases, ${condition})`;
  return later === null ? stated : `${stated} + sumIf(days_before_death_cases, ${condition} AND ${later})`;
}

/** Accidents on the way to or from work by own means are none of Kazakhstan's accidents at work, unless found to be (Labour Code, article 186). */
export const isCommutingLeftOut = "(country = 'KZ' AND circumstance = 'commuting_own' AND work_related != 'yes')";

/** Not by toStartOfYear and its like: those give a Date, which does not reach back before 1970. */
const bucketStarts: Readonly<Record<Bucket, (day: string) => string>> = {
  year: (day) => `makeDate32(toYear(${day}), 1, 1)`,
  quarter: (day) => `makeDate32(toYear(${day}), 3 * toQuarter(${day}) - 2, 1)`,
  month: (day) => `makeDate32(toYear(${day}), toMonth(${day}), 1)`,
  day: (day) => day,
};

/** A row may take several: months of a rolling year, sections of a standard, the periods it is compared with, accidents. */
export const cellsOfFigures = 60_000;

const monthColumns: ReadonlySet<string> = new Set(monthDimensions);

/**
 * The rows that the counts are read from: whole months from the roll-up; days, and the dimensions and details that it lacks, from the cases. Of
 * months that are counted in part (`monthsInPart`) the cases are read beside the roll-up.
 */
export function grainOf(query: RatesQuery): Grain {
  const { by, filters, period, choices } = query;
  if (choices.yearOf !== "accident" || choices.interval === "accidents" || choices.withoutAccident.length > 0) return "case";
  if (choices.deathWithin !== null || choices.lostDays !== 1) return "case";
  const used = [...by, ...(Object.keys(filters) as (keyof RateFilters)[])];
  const known = used.every((dimension) => dimension !== "site" && monthColumns.has(columnOf(dimension, choices)));
  return known && period !== "day" && monthsInPart(query) !== null ? "month" : "case";
}

const monthsInPartMax = 24;

/**
 * The months, 2026-11, of which the days of the query and of what it is compared with hold some and not all. Null where they are not known, since the query
 * does not say where its years to date begin or end, or more than some.
 */
function monthsInPart(query: RatesQuery): readonly string[] | null {
  const { period, to } = query;
  const first = firstDayOf(query);
  const ends = to === null || isLastOfMonth(to) ? [] : [monthText(to)];
  if (period !== "ytd") return [...(first === null || first.endsWith("-01") ? [] : [monthText(first)]), ...ownStart(query), ...ends];
  if (to === null) return null;
  // What ends on 28 February ends before the month does in a leap year.
  if (isLastOfMonth(to) && monthAndDay(to) !== "02-28") return [];
  if (first === null || yearOf(to) - yearOf(first) >= monthsInPartMax) return null;
  return Array.from({ length: yearOf(to) - yearOf(first) + 1 }, (_, place) => `${yearOf(first) + place}${to.slice(4, 7)}`);
}

const monthText = (day: string) => day.slice(0, 7);

/** The month of `from` where the days before it are left out of its own period alone. */
function ownStart({ period, from }: RatesQuery): string[] {
  const own = from === null ? null : countedFrom(period, from);
  return own === null || own.endsWith("-01") ? [] : [monthText(own)];
}

/** The first day that is counted, or that what is counted is compared with; null without one. */
function firstDayOf({ period, from, choices }: RatesQuery): string | null {
  if (from === null) return null;
  const [earliest] =
    choices.compare === null ? [] : comparedPeriods(period, choices.compare, periodHolding(period, from), monthAndDay(from));
  return earliest?.from ?? countedFrom(period, from);
}

/** The code of a dimension, as an expression. */
export function codeOf(dimension: RateDimension, choices: RateChoices): string {
  return dimension === "severity" ? severityOf(choices) : columnOf(dimension, choices);
}

/** The bucket and the codes, joined by `|`; with a standard the section after them. */
function keyOf({ period, by, choices }: RatesQuery): string {
  const columns = [...by.map((dimension) => codeOf(dimension, choices)), ...(choices.standard === null ? [] : ["sector"])];
  const bucket = `toString(${bucketStarts[bucketOf(period)](dayColumns[choices.yearOf])})`;
  return `arrayStringConcat([${[bucket, ...columns].join(", ")}], '|')`;
}

/**
 * `texts`: the keys; `figures`: the cases, the amounts, the cases with days, the cases with those left out as commuters', those that should state
 * days and do not, and at most how much of the amount is of group accidents.
 */
export function countsPart(query: RatesQuery, source: FigureSource, cellsMax = cellsOfFigures): SnapshotPart {
  const { cells, cellsWithCut, columns, parameters } = countedCells(query, source);
  const from = (cells: string) => `FROM (${cells} LIMIT {cells_limit:UInt32}) GROUP BY ${chunk}`;
  const limit = cellsMax + 1;
  return {
    name: "counts",
    texts: "groupArray(key)",
    figures: `[${columns.map((column) => (column === null ? "[]" : `groupArray(${column})`)).join(", ")}]`,
    from: from(cells),
    ...(cellsWithCut === null ? {} : { withCut: { from: from(cellsWithCut), textsMax: limit } }),
    parameters: { ...parameters, cells_limit: String(limit) },
  };
}

/** `texts`: how many keys hold a case, which is how many rows there are where each is one. */
export function rowsCountPart(query: RatesQuery, source: FigureSource): SnapshotPart {
  const { cells, parameters } = countedCells(query, source);
  return { name: "rows", texts: "[toString(countIf(counted > 0))]", from: `FROM (${cells})`, parameters };
}

interface CountedCells {
  /** A SELECT of a row for each key. */
  readonly cells: string;
  /** The same with a row for each of the cut; null of cases alone, whose payloads would be read for it. */
  readonly cellsWithCut: string | null;
  /** Its columns in the order of `countsPart`; null for one that is 0 in every row, which is not selected. */
  readonly columns: readonly (string | null)[];
  readonly parameters: Parameters;
}

function countedCells(query: RatesQuery, source: FigureSource): CountedCells {
  const grain = source.hasMonths ? grainOf(query) : "case";
  const { conditions, parameters, ofCells } = conditionsOf(query, grain, source);
  // Named once: the store analyses a condition as often as it is written.
  const counting = query.commutingLeftOut ? "counting" : "true";
  const { shouldState, unstated } = daysStatedOf(query.measure, query.choices, counting);
  const counted = sumOfCounting("cases", counting);
  const figures: Record<string, string | null> = {
    counted,
    amount: amountOf(query, grain, counting),
    with_days: query.per === "case" ? casesWithDays(query.choices, counting) : null,
    every: query.commutingLeftOut ? "sum(cases)" : null,
    should_state: shouldState,
    unstated,
    grouped: isUpToTheCounts(query, source) ? groupedAtMost(query) : null,
  };
  const requested = Object.entries(figures).filter(([name, sum]) => sum !== null && (name === "counted" || sum !== counted));
  const cellsOf = (key: string, condition: string) => {
    const named = query.commutingLeftOut ? `WITH ${isCounting(query)} AS counting ` : "";
    const select = `${named}SELECT ${[`${key} AS key`, ...requested.map(([name, sum]) => `toFloat64(${sum}) AS ${name}`)].join(", ")}`;
    return `${select} FROM ${source.rows(`${select} ${condition}`, ofCells)} WHERE ${condition} GROUP BY key`;
  };
  const part = grain === "month" ? partlyCounted(query, source, ofCells) : null;
  const ofGrain = part?.conditions ?? source.ofGrain(grain, ofCells);
  const [key, condition] = [keyOf(query), [...ofGrain, "cases > 0", ...conditions].join(" AND ")];
  return {
    cells: cellsOf(key, condition),
    cellsWithCut: grain === "month" ? cellsOf(`if(${cutGrains}, ${cutText}, ${key})`, `(${condition}) OR ${cutGrains}`) : null,
    columns: Object.entries(figures).map(([name, sum]) => (sum === null ? null : sum === counted ? "counted" : name)),
    parameters: { ...parameters, ...part?.parameters, ...source.parameters },
  };
}

/** The rows of whole months, and the cases of those that are counted in part; null where all are whole. */
function partlyCounted(query: RatesQuery, source: FigureSource, ofMonths?: CellCondition): Conditions | null {
  const months = [...new Set(monthsInPart(query))];
  if (months.length === 0) return null;
  const names = months.map((_, place) => `part_${place}`);
  const ofCells = (cell: string) => `(${names.map((name) => `startsWith(${cell}, {${name}:String})`).join(" OR ")})`;
  const rows = [[...source.ofGrain("month", ofMonths), `NOT ${ofCells("cell")}`], source.ofGrain("case", ofCells)];
  return {
    conditions: [`(${rows.map((all) => `(${all.join(" AND ")})`).join(" OR ")})`],
    parameters: Object.fromEntries(months.map((month, place) => [names[place]!, month])),
  };
}

const sumOfCounting = (column: FigureName, counting: string) => `sumIf(${column}, ${counting})`;

/** The condition by which a case is among the counts. */
export function isCounting({ commutingLeftOut }: RatesQuery): string {
  return commutingLeftOut ? `NOT ${isCommutingLeftOut}` : "true";
}

/** `figures`: how many deaths came later than `deathWithin`, and how many are undated, whatever severity is requested. */
export function deathsParts(query: RatesQuery, source: FigureSource): SnapshotPart[] {
  const later = isLaterDeath(query.choices);
  if (later === null) return [];
  const { severity: _, ...filters } = query.filters;
  const { conditions, parameters, ofCells } = conditionsOf({ ...query, filters }, "case", source);
  return [
    partFrom(
      source,
      (rows) => ({
        name: "deaths",
        texts: noTexts,
        figures: `[[toFloat64(sumIf(cases, ${later})), toFloat64(sumIf(cases, severity = 'fatal' AND died_on = ''))]]`,
        from: `FROM ${rows}
            WHERE ${[...source.ofGrain("case", ofCells), "cases > 0", ...conditions, isCounting(query)].join(" AND ")}`,
        parameters: { ...parameters, ...source.parameters },
      }),
      ofCells,
    ),
  ];
}

/**
 * Whether group accidents are read only where the counts leave it open that one of them holds more than a fifth: most comparisons of
 * whole months need none, and only the cases know them. The other cut of `same_lag` may hold one that this one does not.
 */
export function isUpToTheCounts(query: RatesQuery, { hasMonths }: FigureSource): boolean {
  const { compare, interval } = query.choices;
  return compare !== null && compare !== "same_lag" && interval !== "accidents" && hasMonths && grainOf(query) === "month";
}

/** Commuters among the victims, who may be left out, are in it; so are the light of whom no day lost is stated. */
function groupedAtMost({ measure, choices }: RatesQuery): string | null {
  if (measure === "injured" || measure === "lost_time") return "sum(group_victims)";
  return measure === "accidents" || measure === "days_lost" ? null : `sumIf(group_victims, ${severityOf(choices)} = '${measure}')`;
}

/** `texts`: the keys followed by the accident; `figures`: how much of it is counted there, and its victims. Of group accidents alone. */
export function accidentsParts(query: RatesQuery, source: FigureSource, cellsMax: number): SnapshotPart[] {
  const { measure, choices } = query;
  if (choices.interval !== "accidents" && choices.compare === null) return [];
  // An accident counts once, and days are not compared by accidents.
  if (choices.interval !== "accidents" && (measure === "accidents" || measure === "days_lost")) return [];
  const { conditions, parameters, ofCells } = conditionsOf(query, "case", source);
  return [
    partFrom(
      source,
      (rows) => ({
        name: "accidents",
        texts: "groupArray(concat(key, '|', accident))",
        figures: "[groupArray(amount), groupArray(victims)]",
        from: `FROM (SELECT ${keyOf(query)} AS key, accident, toFloat64(${amountOf(query)}) AS amount,
                   ${query.measure === "accidents" ? `toFloat64(sumIf(cases, ${isCounting(query)}))` : "amount"} AS victims
            FROM ${rows}
            WHERE ${[...source.ofGrain("case", ofCells), "group_victims > 0", ...conditions].join(" AND ")}
            GROUP BY key, accident
            HAVING amount > 0
            LIMIT {accidents_limit:UInt32})
            GROUP BY ${chunk}`,
        parameters: { ...parameters, ...source.parameters, accidents_limit: String(cellsMax + 1) },
      }),
      ofCells,
    ),
    ...disastersParts(query, source),
  ];
}

/** `texts`: the keys followed by the reporters of the cases, as JSON; `figures`: how much is counted of what these alone report. */
export function reportersParts(query: RatesQuery, source: FigureSource, cellsMax: number): SnapshotPart[] {
  if (query.choices.compare !== "same_lag") return [];
  const { conditions, parameters, ofCells } = conditionsOf(query, "case", source);
  const sources =
    "toJSONString(arraySort(arrayDistinct(arrayMap(record -> record[1], JSONExtract(payload, 'records', 'Array(Array(String))')))))";
  return [
    partFrom(
      source,
      (rows) => ({
        name: "reporters",
        texts: "groupArray(concat(key, '|', sources))",
        figures: "[groupArray(amount)]",
        from: `FROM (
            SELECT ${keyOf(query)} AS key, ${sources} AS sources, toFloat64(${amountOf(query)}) AS amount
            FROM ${rows}
            WHERE ${[...source.ofGrain("case", ofCells), "cases > 0", ...conditions].join(" AND ")}
            GROUP BY key, sources
            HAVING amount > 0
            LIMIT {reporters_limit:UInt32})`,
        parameters: { ...parameters, ...source.parameters, reporters_limit: String(cellsMax + 1) },
      }),
      ofCells,
    ),
  ];
}

/** `texts`: the accidents that five or more died of, whatever the query's filters and days. */
function disastersParts({ choices }: RatesQuery, source: FigureSource): SnapshotPart[] {
  if (choices.interval !== "accidents") return [];
  return [
    partFrom(source, (rows) => ({
      name: "disasters",
      texts: "groupArray(accident)",
      from: `FROM (
            SELECT accident
            FROM ${rows}
            WHERE ${[...source.ofGrain("case"), "group_victims > 0", "severity = 'fatal'"].join(" AND ")}
            GROUP BY accident
            HAVING sum(cases) >= ${disasterDeaths})`,
      parameters: { ...source.parameters },
    })),
  ];
}

/**
 * First and last day of the counting cases of the requested country; of months their first days, which suffice to know the whole
 * months. Nothing is read where the query gives both bounds.
 */
export function casesSpanParts(query: RatesQuery, source: FigureSource): SnapshotPart[] {
  const { period, from, to, filters, choices } = query;
  if (from !== null && to !== null) return [];
  const day = dayColumns[choices.yearOf];
  const ofDays = period === "day" || (period === "ytd" && to === null) || day !== "date";
  const grain = ofDays || !source.hasMonths ? "case" : "month";
  const country = filters.country === undefined ? [] : ["country IN {countries:Array(String)}"];
  return [
    partFrom(source, (rows) => ({
      name: "span",
      texts: `[toString(min(${day})), toString(max(${day}))]`,
      from: `FROM ${rows}
            WHERE ${[...source.ofGrain(grain), "cases > 0", ...country, isCounting(query)].join(" AND ")} HAVING count() > 0`,
      parameters: { ...source.parameters, ...(filters.country === undefined ? {} : { countries: filters.country }) },
    })),
  ];
}

/** What a row has to fulfil to be of the query, with its bound values. */
export interface Conditions {
  readonly conditions: string[];
  readonly parameters: Parameters;
  /** That its cell is of the days of the query; absent where their cells do not tell. */
  readonly ofCells?: CellCondition;
}

/** Of rows of that grain: the filters of the query and its days. */
export function conditionsOf(query: RatesQuery, grain: "month" | "case", source: FigureSource): Conditions {
  const conditions: string[] = [];
  const parameters: Parameters = {};
  const add = (condition: string, values: Parameters = {}) => {
    conditions.push(condition);
    Object.assign(parameters, values);
  };
  const { choices } = query;
  const { sector, site, ...listed } = query.filters;
  for (const [dimension, codes] of Object.entries(listed) as [RateDimension, readonly string[]][]) {
    const column = columnOf(dimension, choices);
    add(`${codeOf(dimension, choices)} IN {${column}:Array(String)}`, { [column]: codes });
  }
  if (sector !== undefined) {
    add("(sector IN {sections:Array(String)} OR division IN {divisions:Array(String)})", sector);
  }
  if (site === "mine") add(`(${miningColumns.map((column) => `${column} != ''`).join(" OR ")})`);
  if (choices.withoutAccident.length > 0) add("accident NOT IN {without:Array(String)}", { without: choices.withoutAccident });
  addBounds(query, add);
  if (query.period === "ytd") addYearEnd(query, source, add);
  const cells = cellsOfDays(query, grain);
  return cells === null ? { conditions, parameters } : { conditions, ...cells, parameters: { ...parameters, ...cells.parameters } };
}

/** A case is at a mine if any mining dimension of it is stated. */
const miningColumns: readonly CaseDimension[] = ["mine", "method", "commodity", "hazard", "contractor"];

type Add = (condition: string, values?: Parameters) => void;

function addBounds(query: RatesQuery, add: Add) {
  const { period, from, to, choices } = query;
  const day = dayColumns[choices.yearOf];
  const first = firstDayOf(query);
  if (from !== null && first !== null) {
    const own = countedFrom(period, from);
    add(`${day} >= {first:Date32}`, { first });
    // What the bound cuts off the row is no part of what it is compared with either.
    const cutFrom = periodHolding(period, from).from;
    if (first < own && cutFrom < own) add(`NOT (${day} >= {cutFrom:Date32} AND ${day} < {cutTo:Date32})`, { cutFrom, cutTo: own });
  }
  if (to !== null) add(`${day} <= {last:Date32}`, { last: to });
}

/** The same bounds of the cells of days or months, where the year is that of the accident. */
function cellsOfDays(query: RatesQuery, grain: Grain): Pick<Conditions, "parameters" | "ofCells"> | null {
  const { to, choices } = query;
  if (choices.yearOf !== "accident") return null;
  const cellOf = (day: string) => (grain === "month" ? monthText(day) : day);
  const first = firstDayOf(query);
  const bounds = [
    ...(first === null ? [] : [{ bound: `>= {${grain}_first:String}`, parameters: { [`${grain}_first`]: cellOf(first) } }]),
    ...(to === null ? [] : [{ bound: `<= {${grain}_last:String}`, parameters: { [`${grain}_last`]: `${cellOf(to)}~` } }]),
  ];
  if (bounds.length === 0) return null;
  return {
    ofCells: (cell) => bounds.map(({ bound }) => `${cell} ${bound}`).join(" AND "),
    parameters: Object.assign({}, ...bounds.map(({ parameters }) => parameters)) as Parameters,
  };
}

/** Years to date end at the month and day of `to`, else of the day of the cut. */
function addYearEnd({ to, choices }: RatesQuery, source: FigureSource, add: Add): void {
  const day = dayColumns[choices.yearOf];
  if (to === null) return add(`formatDateTime(${day}, '%m-%d') <= ${source.monthDayOfCut}`);
  add(`formatDateTime(${day}, '%m-%d') <= {monthDay:String}`, { monthDay: monthAndDay(to) });
}
