/** What the annual rollup counts: cases by year, scope and code, and how they add up to the figures of a row. Pure. */
import type { AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { miningComplex } from "@qorgau/schemas/responses/rates";
import { sectorsOf } from "../../rates/domain/parameters/filter-codes.ts";

/** A row of the response; a code of "" is unknown, and in the total there is none. */
export interface AnnualCell {
  readonly scope: AnnualScope;
  readonly code: string;
}

/** Counting cases of one year in one cell. */
export interface AnnualCount extends AnnualCell {
  readonly year: number;
  readonly severity: string;
  readonly kind: string;
  readonly cases: number;
  readonly accidents: number;
  readonly groupAccidents: number;
  readonly groupVictims: number;
  readonly faultCases: number;
  /** The sums over those cases, in hundredths of a percent. */
  readonly employerFault: number;
  readonly workerFault: number;
  /** Whether they are of days up to the day of the cut, of whichever year. */
  readonly toDate?: boolean;
}

/** The figures that are compared with the year before, in the order of the response. */
export const comparedFigures = [
  "injured",
  "fatal",
  "severe",
  "light",
  "accidents",
  "groupAccidents",
  "groupVictims",
  "diseases",
  "poisonings",
] as const;
export type ComparedFigureName = (typeof comparedFigures)[number];
export type YearFigures = Record<ComparedFigureName | "faultCases" | "employerFault" | "workerFault", number>;

/** Returns a new object with every figure at 0, for `addCount` to change. Sums of fault are in hundredths of a percent. */
export function noYearFigures(): YearFigures {
  const names = [...comparedFigures, "faultCases", "employerFault", "workerFault"] as const;
  return Object.fromEntries(names.map((name) => [name, 0])) as YearFigures;
}

/** Adds to `figures`. Severities, accidents and faults are of kind accident; diseases and poisonings are apart: two series are never summed. */
export function addCount(
  figures: YearFigures,
  { kind, severity, cases, ...others }: Omit<AnnualCount, "year" | "scope" | "code" | "toDate">,
): void {
  if (kind === "disease") figures.diseases += cases;
  else if (kind === "poisoning") figures.poisonings += cases;
  else {
    figures.injured += cases;
    if (severity === "fatal" || severity === "severe" || severity === "light") figures[severity] += cases;
    for (const name of ["accidents", "groupAccidents", "groupVictims", "faultCases", "employerFault", "workerFault"] as const) {
      figures[name] += others[name];
    }
  }
}

const complex = sectorsOf(miningComplex);
/** The mining and metallurgical complex as a filter of rates has it. */
export const complexActivities: { readonly sections: readonly string[]; readonly divisions: readonly string[] } = complex;

/** Whether a section or a division is of the mining and metallurgical complex: section B, or division 24 or 25. Null is an unknown code. */
export function isOfComplex(section: string | null, division: string | null): boolean {
  return complex.sections.includes(section ?? "") || complex.divisions.includes(division ?? "");
}
