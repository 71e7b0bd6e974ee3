/**
 * What `GET /v1/rates` counts, said in the simplest way: a list of cases, a question, one pass. With `naive-model.ts` it is the whole
 * judge of an answer: which records a cut holds, which cases they make, how these are counted.
 */
import type { RegionOf, YearOf } from "@qorgau/schemas/responses/rate-choices";
import { dimensionColumns } from "@qorgau/schemas/responses/rates";
import type { Measure, RateDimension, RatePeriod, RatesRow } from "@qorgau/schemas/responses/rates";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { naiveCases } from "./naive-model.ts";

export interface CountQuery {
  readonly measure: Measure;
  readonly period: Extract<RatePeriod, "year" | "quarter" | "month" | "day">;
  readonly by: readonly RateDimension[];
  readonly yearOf?: YearOf;
  readonly regionOf?: RegionOf;
  /** Whether nothing is said of circumstances; else commuters on their own way are asked for with all others. */
  readonly ofNoCircumstance?: boolean;
}

/** Counts by `period|code|code`; what is zero is left out. */
export type Counts = Record<string, number>;

/** All kinds and countries, whatever the defaults. */
export function searchOf({ measure, period, by, yearOf, regionOf, ofNoCircumstance }: CountQuery): string {
  const requested = by.length === 0 ? "" : `&by=${by.join(",")}`;
  const choices = [...(yearOf === undefined ? [] : [`&yearOf=${yearOf}`]), ...(regionOf === undefined ? [] : [`&regionOf=${regionOf}`])];
  return `measure=${measure}&per=none&period=${period}${requested}&kind=any&country=any${ofNoCircumstance ? "" : "&circumstance=any"}${choices.join("")}`;
}

export function countsOfResponse({ by }: CountQuery, rows: readonly RatesRow[]): Counts {
  const reported = rows.map((row) => [[row.period, ...by.map((name) => String(row[name] ?? ""))].join("|"), row.count] as const);
  if (new Set(reported.map(([key]) => key)).size < reported.length) throw new Error("two rows of one answer are of the same cell");
  return Object.fromEntries(reported.filter(([, count]) => count !== 0));
}

export function naiveCounts(cases: ReturnType<typeof naiveCases>, countQuery: CountQuery): Counts {
  const counts: Counts = {};
  // NUMBERS, 5: left out unless the circumstance is asked for.
  const leavesOut = countQuery.ofNoCircumstance === true && !countQuery.by.includes("circumstance");
  for (const { date, dimensions, figures, days, isLeftOut } of cases) {
    if (leavesOut && isLeftOut) continue;
    const only = (severity: string) => (dimensions.severity === severity ? figures.cases : 0);
    const isSevereWithoutDays = dimensions.severity === "severe" && figures.days_lost_cases === 0;
    const count = {
      injured: figures.cases,
      fatal: only("fatal"),
      severe: only("severe"),
      light: only("light"),
      accidents: leavesOut ? figures.at_work_accidents : figures.accidents,
      // NUMBERS, 3: the severe count unless they state fewer days.
      lost_time: isSevereWithoutDays ? figures.cases : figures.lost_time_cases,
      days_lost: figures.days_lost,
    }[countQuery.measure];
    const region = countQuery.regionOf === "registration" ? dimensions.registration_region : dimensions.region;
    const day = { accident: date, death: days.death_date, registration: days.registration_date }[countQuery.yearOf ?? "accident"];
    const codeOf = (name: RateDimension) => (name === "region" ? region : dimensions[dimensionColumns[name]]);
    const cell = [periodOf(day, countQuery.period), ...countQuery.by.map(codeOf)].join("|");
    if (count > 0) counts[cell] = (counts[cell] ?? 0) + count;
  }
  return counts;
}

function periodOf(date: string, period: CountQuery["period"]): string {
  const [year = "", month = ""] = date.split("-");
  return { year, quarter: `${year}-Q${Math.ceil(Number(month) / 3)}`, month: `${year}-${month}`, day: date }[period];
}

/** The records of a watermark as answered: `0:812,1:790`. */
export function upToWatermark(log: readonly LoggedStatement[], watermark: string): LoggedStatement[] {
  const ends = new Map(watermark.split(",").map((pair) => pair.split(":").map(Number) as [number, number]));
  return log.filter(({ partition, offset }) => offset <= (ends.get(partition) ?? -1));
}

/** The records whose effective stamp, the highest so far in the partition, is not after the instant. */
export function upToInstant(log: readonly LoggedStatement[], instant: string): LoggedStatement[] {
  return log.filter((one) =>
    log.every((other) => other.partition !== one.partition || other.offset > one.offset || other.recordedAt <= instant),
  );
}
