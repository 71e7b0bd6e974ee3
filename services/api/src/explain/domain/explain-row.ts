/** One row of `/v1/rates` as conditions on cases, so that it can be said which cases are in it, and why another is not. */
import type { FigureRow } from "@qorgau/schemas/cases/case-figures";
import { isCommutingLeftOut } from "@qorgau/schemas/cases/commuting";
import { severities } from "@qorgau/schemas/codes/enumerations";
import type { Severity } from "@qorgau/schemas/codes/enumerations";
import { daysOfLimit } from "@qorgau/schemas/responses/rate-choices";
import type { RateChoices, YearOf } from "@qorgau/schemas/responses/rate-choices";
import { dimensionColumns } from "@qorgau/schemas/responses/rates";
import type { Measure, RateDimension, RateFilters, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import type { CaseDimension } from "@qorgau/schemas/rows/published";
import type { RevisionCode } from "@qorgau/schemas/responses/revisions-response";
import { accidentsOf } from "../../rates/domain/accident-figure.ts";
import { isLostTime, shouldStateDays } from "../../rates/domain/days-stated.ts";
import type { DaysStated } from "../../rates/domain/days-stated.ts";
import { exposureCells } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { periodsTouching } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import type { Span } from "../../time/span.ts";

/** Any of the codes; "" is unknown. */
export interface ListedCodes {
  readonly column: CaseDimension;
  readonly codes: readonly string[];
}

/** One row of `/v1/rates`, as the period, the days and the codes that its cases must have. */
export interface NamedRow {
  readonly query: RatesQuery;
  readonly period: Period;
  /** First and last day that is counted: the period, cut by the query's bounds. */
  readonly days: Span;
  /** What the filters and the row's own codes require of a case, all of it. */
  readonly listed: readonly ListedCodes[];
  readonly sector: RateFilters["sector"];
  readonly atMine: boolean;
  /** The row's own codes by dimension, "" where unknown. */
  readonly values: Readonly<Partial<Record<RateDimension, string>>>;
  /** The cells of the denominator. */
  readonly cells: readonly ExposureCell[];
}

/** `row` is one of the response to the query. */
export function nameRow(query: RatesQuery, row: RatesRow): NamedRow {
  const { sector, site, ...filters } = query.filters;
  const values = Object.fromEntries(query.by.map((dimension) => [dimension, codeIn(row, dimension)]));
  const filtered = Object.entries(filters) as [RateDimension, readonly string[]][];
  const own = Object.entries(values).map(([dimension, code]) => [dimension as RateDimension, [code]] as const);
  const period = periodOf(query, row);
  return {
    query,
    period,
    days: countedDays(query, period),
    listed: [...filtered, ...own].map(([dimension, codes]) => ({ column: columnOf(dimension, query.choices), codes })),
    sector,
    atMine: site === "mine",
    values,
    cells: exposureCells(query, values),
  };
}

function codeIn(row: RatesRow, dimension: RateDimension): string {
  const shown = row[dimension];
  return shown === null || shown === undefined ? "" : String(shown);
}

function columnOf(dimension: RateDimension, { regionOf }: RateChoices): CaseDimension {
  if (dimension === "region") return regionOf === "registration" ? "registration_region" : "region";
  return dimensionColumns[dimension];
}

/** The period that the row's label names. A label says all but whether a bound cuts it, which the row says. */
function periodOf({ period }: RatesQuery, { period: label, partial }: RatesRow): Period {
  const end = label.split("/").at(-1)!;
  const quarter = /-Q([1-4])$/.exec(end)?.[1];
  const anchor =
    quarter === undefined ? `${end}-01-01`.slice(0, 10) : `${end.slice(0, 4)}-${String(3 * Number(quarter)).padStart(2, "0")}-01`;
  const [touched] = periodsTouching(period, { from: anchor, to: anchor }, { from: false, to: false }, end.slice(5));
  return { ...touched!, partial: partial === true };
}

function countedDays({ period, from, to }: RatesQuery, { from: first, to: last }: Span): Span {
  const reachesBack = period === "ytd" || period === "rolling12m";
  return {
    from: reachesBack || from === null || from < first ? first : from,
    to: to === null || to > last ? last : to,
  };
}

/** One condition that a case meets or not, and what of the case decides it. */
export interface Criterion {
  readonly code: RevisionCode;
  readonly holds: (row: FigureRow) => boolean;
  readonly value: (row: FigureRow) => string;
  /** Whether it says what is counted of the cases in the row, and not which are in it. */
  readonly isOfMeasure?: true;
}

const miningColumns: readonly CaseDimension[] = ["mine", "method", "commodity", "hazard", "contractor"];

const dayCodes = { accident: "date", death: "death_date", registration: "registration_date" } as const satisfies Record<
  YearOf,
  RevisionCode
>;

/** The day that decides which period the case is in. */
export function dayIn({ date, details }: FigureRow, yearOf: YearOf): string {
  return yearOf === "accident" ? date : details[dayCodes[yearOf]];
}

/** A case is in the row if all of them hold. */
export function criteriaOf(named: NamedRow): Criterion[] {
  const { days, listed, sector, atMine, query } = named;
  const { yearOf, withoutAccident } = query.choices;
  const criteria: Criterion[] = [
    { code: "work_related", holds: ({ figures }) => figures.cases > 0, value: ({ dimensions }) => dimensions.work_related },
    {
      code: dayCodes[yearOf],
      holds: (row) => dayIn(row, yearOf) >= days.from && dayIn(row, yearOf) <= days.to,
      value: (row) => dayIn(row, yearOf),
    },
    ...listed.map(({ column, codes }): Criterion => {
      const value = (row: FigureRow) => (column === "severity" ? severityOf(row, query.choices) : row.dimensions[column]);
      return { code: column, holds: (row) => codes.includes(value(row)), value };
    }),
  ];
  if (query.commutingLeftOut) {
    criteria.push({ code: "circumstance", holds: (row) => !isLeftOut(row), value: ({ dimensions }) => dimensions.circumstance });
  }
  if (sector !== undefined) {
    criteria.push({
      code: "sector",
      holds: ({ dimensions }) => sector.sections.includes(dimensions.sector) || sector.divisions.includes(dimensions.division),
      value: ({ dimensions }) => (dimensions.division === "" ? dimensions.sector : dimensions.division),
    });
  }
  if (atMine) {
    criteria.push({
      code: "site",
      holds: ({ dimensions }) => miningColumns.some((column) => dimensions[column] !== ""),
      value: ({ dimensions }) => (miningColumns.some((column) => dimensions[column] !== "") ? "mine" : ""),
    });
  }
  if (withoutAccident.length > 0) {
    criteria.push({
      code: "accident",
      holds: ({ details }) => !withoutAccident.includes(details.accident),
      value: ({ details }) => details.accident,
    });
  }
  return [...criteria, ...criteriaOfMeasure(query).map((one) => ({ ...one, isOfMeasure: true as const }))];
}

function isLeftOut({ dimensions: { country, circumstance, work_related: workRelated } }: FigureRow): boolean {
  return isCommutingLeftOut({ country, circumstance, workRelated });
}

/** The severity that the case counts as: with `deathWithin` a later death is severe. */
function severityOf(row: FigureRow, choices: RateChoices): string {
  return isLaterDeath(row, choices) ? "severe" : row.dimensions.severity;
}

function isLaterDeath({ date, details, dimensions }: FigureRow, { deathWithin }: RateChoices): boolean {
  if (deathWithin === null || dimensions.severity !== "fatal" || details.died_on === "") return false;
  return (Date.parse(details.died_on) - Date.parse(date)) / 86_400_000 > daysOfLimit(deathWithin);
}

function criteriaOfMeasure({ measure, choices, commutingLeftOut }: RatesQuery): Criterion[] {
  if (isSeverity(measure)) {
    const value = (row: FigureRow) => severityOf(row, choices);
    return [{ code: "severity", holds: (row) => value(row) === measure, value }];
  }
  if (measure === "accidents") {
    const holds = ({ figures }: FigureRow) => figures[accidentsOf(commutingLeftOut)] > 0;
    return [{ code: "accident_lead", holds, value: (row) => (holds(row) ? "lead" : "not_lead") }];
  }
  if (measure !== "lost_time") return [];
  const value = (row: FigureRow) => {
    const severity = severityOf(row, choices);
    return severity === "light" || severity === "severe" ? (daysStatedBy(row, choices)?.toString() ?? "not stated") : severity;
  };
  const holds = (row: FigureRow) => isLostTime(severityOf(row, choices), daysStatedBy(row, choices), choices.lostDays);
  return [{ code: "days_lost", holds, value }];
}

/** Whether the measure counts the victims of one severity: `light`, `severe` or `fatal`. */
export function isSeverity(measure: Measure): measure is Severity {
  return (severities as readonly string[]).includes(measure);
}

/** Null where the case does not state its days; a later death states those before it. */
function daysStatedBy(row: FigureRow, choices: RateChoices): number | null {
  const { days_lost, days_lost_cases, days_before_death, days_before_death_cases } = row.figures;
  const later = isLaterDeath(row, choices);
  const isStated = days_lost_cases > 0 || (later && days_before_death_cases > 0);
  return isStated ? days_lost + (later ? days_before_death : 0) : null;
}

/** What a case adds to the count of the row and, with `per=case`, to its denominator, and whether its days are needed and not stated. */
export interface Contribution extends DaysStated {
  readonly count: number;
  readonly casesWithDays: number;
}

export const noContribution: Contribution = { count: 0, casesWithDays: 0, shouldState: 0, unstated: 0 };

/**
 * Returns what one case adds to the row; `criteria` are those of `criteriaOf` for the row. With `measure=days_lost` the count is in days. A
 * case that is not in the row adds nothing.
 */
export function contributionTo({ query }: NamedRow, criteria: readonly Criterion[], row: FigureRow): Contribution {
  const { measure, per, choices } = query;
  const isIn = criteria.every(({ isOfMeasure, holds }) => isOfMeasure === true || holds(row));
  if (!isIn) return noContribution;
  const days = daysStatedBy(row, choices);
  const shouldState = shouldStateDays(measure, severityOf(row, choices)) ? 1 : 0;
  const stated = { shouldState, unstated: days === null ? shouldState : 0 };
  if (!criteria.every(({ holds }) => holds(row))) return { ...noContribution, ...stated };
  return {
    count: measure === "days_lost" ? (days ?? 0) : 1,
    casesWithDays: per === "case" && days !== null ? 1 : 0,
    ...stated,
  };
}
