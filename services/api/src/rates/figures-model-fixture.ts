/** The published figures as a plain list of cases: what the statements of `counts-part.ts` must read, said once more in the simplest way. */
import { dimensionColumns } from "@qorgau/schemas/responses/rates";
import type { RateDimension, RatesQuery } from "@qorgau/schemas/responses/rates";
import { caseDimensions } from "@qorgau/schemas/rows/published";
import type { Dimensions } from "@qorgau/schemas/rows/published";
import { exposureBook } from "../exposure/domain/exposure-book.ts";
import type { EffectiveExposure } from "../exposure/domain/exposure-book.ts";
import { bucketAround, bucketOf, countedFrom, monthAndDay, periodHolding } from "../time/periods.ts";
import { parseRatesQuery } from "./domain/parameters/rates-query.ts";
import type { CountedAccident, CountedCell, RatesSnapshot } from "./domain/snapshot.ts";

/** A counting case; a dimension that is not stated is unknown, but for those every case has. */
export interface ModelCase extends Partial<Dimensions> {
  readonly date: string;
  readonly daysLost?: number;
  /** The days of death and of registration; that of the occurrence unless given. */
  readonly died?: string;
  readonly registered?: string;
  /** Of one accident are all who name it; a case that names none is its own. */
  readonly accident?: string;
  /** False for the victims of an accident beside its lead case. */
  readonly leads?: boolean;
}

export function dimensionsOf(one: ModelCase): Dimensions {
  const reported = { country: "KZ", kind: "accident", severity: "light", evidence: "reported", work_related: "yes", ...one };
  return Object.fromEntries(caseDimensions.map((name) => [name, reported[name] ?? ""])) as Dimensions;
}

export function requested(search: string): RatesQuery {
  const parsed = parseRatesQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.query;
}

/** Of a cut behind everything, so that nothing is still running. */
const lastDay = "2299-12-31";

export function snapshotOf(
  query: RatesQuery,
  cases: readonly ModelCase[],
  exposures: readonly EffectiveExposure[] = [],
  day = lastDay,
): RatesSnapshot {
  const ofCountry = cases.filter((one) => query.filters.country?.includes(dimensionsOf(one).country) ?? true);
  const dates = ofCountry.map((one) => dayOf(query, one)).toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  const counted = cases.filter((one) => passes(query, one, day));
  return {
    cut: { asOf: null, watermark: "0:41" },
    lastStampMs: Date.parse(`${day}T12:00:00+05:00`),
    cases: first === undefined || last === undefined ? null : { from: first, to: last },
    counted: countedCells(query, counted),
    accidents: query.choices.interval === "accidents" || query.choices.compare !== null ? countedAccidents(query, counted, cases) : [],
    exposures: exposureBook(exposures),
    reporters: [],
    commuting: 0,
    deaths: { later: 0, undated: 0 },
  };
}

function dayOf({ choices }: RatesQuery, one: ModelCase): string {
  return { accident: one.date, death: one.died ?? one.date, registration: one.registered ?? one.date }[choices.yearOf];
}

function codeOf({ choices }: RatesQuery, one: ModelCase, dimension: RateDimension): string {
  const dimensions = dimensionsOf(one);
  if (dimension === "region" && choices.regionOf === "registration") return dimensions.registration_region;
  return dimensions[dimensionColumns[dimension]];
}

function passes(query: RatesQuery, one: ModelCase, cutDay: string): boolean {
  const { filters, period, from, to, choices } = query;
  const day = dayOf(query, one);
  const { sector, site, ...listed } = filters;
  for (const [dimension, codes] of Object.entries(listed)) {
    if (!codes.includes(codeOf(query, one, dimension as RateDimension))) return false;
  }
  const code = (dimension: RateDimension) => codeOf(query, one, dimension);
  if (sector && !sector.sections.includes(code("sector")) && !sector.divisions.includes(code("division"))) return false;
  if (site === "mine" && !(["mine", "method", "commodity", "hazard", "contractor"] as const).some((name) => code(name) !== ""))
    return false;
  if (one.accident !== undefined && choices.withoutAccident.includes(one.accident)) return false;
  const isBefore = choices.compare !== null && from !== null && day < periodHolding(period, from).from;
  if (from !== null && day < countedFrom(period, from) && !isBefore) return false;
  if (to !== null && day > to) return false;
  return period !== "ytd" || day.slice(5) <= monthAndDay(to ?? cutDay);
}

function countedCells(query: RatesQuery, cases: readonly ModelCase[]): CountedCell[] {
  const cells = new Map<string, CountedCell>();
  for (const one of cases) {
    const { bucket, codes } = cellOf(query, one);
    const section = query.choices.standard === null ? {} : { section: codeOf(query, one, "sector") };
    const key = [bucket, ...codes, section.section].join("|");
    const known = cells.get(key) ?? { bucket, codes, ...section, cases: 0, count: 0, casesWithDays: 0, shouldState: 0, unstated: 0 };
    const severity = codeOf(query, one, "severity");
    const asksDays = query.measure === "lost_time" ? severity === "light" : query.measure === "days_lost" && severity !== "fatal";
    const withDays = codeOf(query, one, "severity") !== "fatal" && one.daysLost !== undefined;
    cells.set(key, {
      ...known,
      cases: known.cases + 1,
      count: known.count + countOf(query, one),
      casesWithDays: known.casesWithDays + Number(withDays),
      shouldState: known.shouldState + Number(asksDays),
      unstated: known.unstated + Number(asksDays && one.daysLost === undefined),
    });
  }
  return [...cells.values()];
}

function cellOf(query: RatesQuery, one: ModelCase) {
  const bucket = bucketAround(dayOf(query, one), bucketOf(query.period)).from;
  return { bucket, codes: query.by.map((dimension) => codeOf(query, one, dimension)) };
}

function countedAccidents(query: RatesQuery, cases: readonly ModelCase[], all: readonly ModelCase[]): CountedAccident[] {
  const accidents = new Map<string, CountedAccident>();
  for (const one of cases) {
    if (one.accident === undefined || countOf(query, one) === 0) continue;
    const cell = { ...cellOf(query, one), accident: one.accident };
    const key = JSON.stringify(cell);
    const known = accidents.get(key) ?? { ...cell, count: 0, victims: 0, isDisaster: false };
    accidents.set(key, { ...known, count: known.count + countOf(query, one) });
  }
  const died = (id: string) => all.filter((one) => one.accident === id && dimensionsOf(one).severity === "fatal").length;
  const isOf = (one: ModelCase, counted: CountedAccident) => {
    return (
      one.accident === counted.accident &&
      JSON.stringify(cellOf(query, one)) === JSON.stringify({ bucket: counted.bucket, codes: counted.codes })
    );
  };
  return [...accidents.values()].map((counted) => ({
    ...counted,
    victims: query.measure === "accidents" ? cases.filter((one) => isOf(one, counted)).length : counted.count,
    isDisaster: query.choices.interval === "accidents" && died(counted.accident) >= 5,
  }));
}

function countOf(query: RatesQuery, one: ModelCase): number {
  const { measure } = query;
  const severity = codeOf(query, one, "severity");
  if (measure === "injured") return 1;
  if (measure === "accidents") return one.leads === false ? 0 : 1;
  if (measure === "lost_time") {
    if (severity === "fatal" || (severity === "severe" && one.daysLost === undefined)) return 1;
    return (one.daysLost ?? 0) >= query.choices.lostDays ? 1 : 0;
  }
  if (measure === "days_lost") return severity === "fatal" ? 0 : (one.daysLost ?? 0);
  return severity === measure ? 1 : 0;
}

/** So many cases of a kind. */
export function casesOf(count: number, one: ModelCase): ModelCase[] {
  return Array.from({ length: count }, () => one);
}

let subjects = 0;
/** A final statement of the statistics office, unless the data say otherwise. */
export function stated(
  data: Partial<EffectiveExposure["data"]> & { period: string },
  derived: Partial<EffectiveExposure["derived"]> = {},
  envelope: Partial<Pick<EffectiveExposure, "source" | "subject" | "role">> = {},
): EffectiveExposure {
  const spans = spanOf(data.period);
  return {
    source: "urn:kz:bns",
    subject: `X-${(subjects += 1)}`,
    role: "statistics",
    ...envelope,
    data: { basis: "listed_employees", status: "final", ...data },
    derived: { ...spans, country: "KZ", region: null, section: null, division: null, ...derived },
  };
}

function spanOf(period: string): { from: string; to: string } {
  const [year = "", part] = period.split("-");
  if (part === undefined) return bucketAround(`${year}-01-01`, "year");
  if (part.startsWith("Q")) return bucketAround(`${year}-${String(Number(part[1]) * 3).padStart(2, "0")}-01`, "quarter");
  return bucketAround(`${year}-${part}-01`, "month");
}
