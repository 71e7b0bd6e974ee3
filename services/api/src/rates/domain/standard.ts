/**
 * Direct standardisation over sections (DESIGN, section 4, `standard`): the rate that a row would have, were its workers spread over the
 * sections as those of the whole country were in the year of the standard.
 */
import { sections } from "@qorgau/schemas/codes/activities";
import type { ResponseBasis, RateDimension, RatesQuery } from "@qorgau/schemas/responses/rates";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { workerBases } from "../../exposure/domain/exposure-book.ts";
import { exposureCells, wholeCountry } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import type { Exposure } from "../../exposure/domain/exposure.ts";
import type { WeightedSum } from "../../statistics/fay-feuer.ts";
import { spanAround } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

/** A section that has a part in the standard. */
export interface Stratum {
  readonly section: string;
  /** The country's workers in the year of the standard, and their share of those in all strata. */
  readonly workers: number;
  readonly weight: number;
  /** What the row's cases of the section are divided by. */
  readonly exposure: number;
}

export interface Stratified {
  /** Of all strata together. */
  readonly exposure: Exposure;
  readonly strata: readonly Stratum[];
}

/** Null where any section of the standard lacks its exposure, or the year its workers. */
export type StratifiedExposureOf = (basis: ResponseBasis, span: Span) => Stratified | null;

type Values = Readonly<Partial<Record<RateDimension, string>>>;
interface Weights {
  readonly basis: ResponseBasis;
  readonly workers: ReadonlyMap<string, number>;
}

export interface StandardFinder {
  readonly strataOf: (values: Values) => StratifiedExposureOf;
  /** The cells of the row's denominator: of every section of the standard. */
  readonly cellsOf: (values: Values, basis: ResponseBasis) => readonly ExposureCell[];
}

/**
 * Returns the strata of a row by the year of `choices.standard`. A row of several countries has none, nor has one whose country has no
 * closed number of workers for that year in any section.
 */
export function standardFinder(book: ExposureBook, query: Pick<RatesQuery, "by" | "filters" | "choices">): StandardFinder {
  const finder = exposureFinder(book);
  const { standard, exposureBasis } = query.choices;
  const requested = exposureBasis?.filter((basis) => workerBases.includes(basis)) ?? [];
  const known = new Map<string, Weights | null>();
  const weightsOf = (values: Values, basis: ResponseBasis): Weights | null => {
    const countries = new Set(exposureCells(query, values).map(({ country }) => country));
    const [country] = countries;
    if (country === undefined || countries.size > 1 || standard === null) return null;
    const bases = workerBases.includes(basis) ? [basis] : requested.length > 0 ? requested : workerBases;
    const key = `${country}|${bases.join()}`;
    const weights = known.has(key) ? known.get(key)! : weightsOfYear(finder, country, standard, bases);
    known.set(key, weights);
    return weights;
  };
  const cellsOfSection = (values: Values, section: string) => exposureCells(query, { ...values, sector: section });
  const partsOf = ({ workers }: Weights, values: Values) =>
    [...workers].map(([section, some]) => {
      const cells = cellsOfSection(values, section);
      return { section, workers: some, cells, exposureOf: finder(cells) };
    });
  return {
    cellsOf: (values, basis) => [...(weightsOf(values, basis)?.workers.keys() ?? [])].flatMap((section) => cellsOfSection(values, section)),
    strataOf: (values) => {
      const ofBasis = new Map<ResponseBasis, ReturnType<typeof stratify> | null>();
      const stratify = (basis: ResponseBasis) => {
        const weights = weightsOf(values, basis);
        if (weights === null) return null;
        const parts = partsOf(weights, values);
        return { parts, total: parts.reduce((sum, { workers }) => sum + workers, 0), wholeOf: finder(parts.flatMap(({ cells }) => cells)) };
      };
      return (basis, span) => {
        const made = ofBasis.has(basis) ? ofBasis.get(basis)! : stratify(basis);
        ofBasis.set(basis, made);
        const exposure = made?.wholeOf(basis, span);
        if (made === null || exposure === undefined || exposure.state === "missing") return null;
        const strata: Stratum[] = [];
        for (const { section, workers, exposureOf } of made.parts) {
          const own = exposureOf(basis, span);
          if (own.state === "missing") return null;
          strata.push({ section, workers, weight: workers / made.total, exposure: own.value });
        }
        return { exposure, strata };
      };
    },
  };
}

/**
 * The sections for which the country's workers of the year are closed, all of one basis: of those the basis that knows the most sections,
 * between equals the first. A section of which nothing is stated has no workers, and no part in the standard.
 */
function weightsOfYear(
  finder: ReturnType<typeof exposureFinder>,
  country: string,
  year: number,
  bases: readonly ResponseBasis[],
): Weights | null {
  const span = spanAround(`${String(year)}-01-01`, "year");
  const ofSections = sections.map(({ code }) => [code, finder([{ ...wholeCountry, country, section: code }])] as const);
  let best: Weights | null = null;
  for (const basis of bases) {
    const workers = new Map<string, number>();
    for (const [section, exposureOf] of ofSections) {
      const found = exposureOf(basis, span);
      if (found.state === "closed" && found.value > 0) workers.set(section, found.value);
    }
    if (workers.size > (best?.workers.size ?? 0)) best = { basis, workers };
  }
  return best;
}

/** A count weighted by strata, per unit of exposure, as Tiwari's limits take it (NUMBERS, section 2.6). */
export interface StandardisedCount extends WeightedSum {
  /** What one count of each stratum weighs. */
  readonly weights: readonly number[];
  /** What is of no known section, and so in no stratum. */
  readonly unknown: number;
  /** Strata without workers and without cases, which are left out. */
  readonly emptyStrata: number;
}

/**
 * Per unit of exposure; null where cases are of a section that has no part in the standard, or no workers. A stratum of 0 without
 * cases is left out: the others' weights add up to 1.
 */
export function standardisedCount({ strata }: Stratified, counts: ReadonlyMap<string, number>): StandardisedCount | null {
  const filled = strata.filter(({ exposure }) => exposure > 0);
  const share = filled.length === strata.length ? 1 : filled.reduce((sum, { weight }) => sum + weight, 0);
  const weights = new Map(filled.map(({ section, weight, exposure }) => [section, weight / share / exposure]));
  if (weights.size === 0) return null;
  let sum = 0;
  let variance = 0;
  let unknown = 0;
  for (const [section, count] of counts) {
    const weight = weights.get(section);
    if (section === "") unknown += count;
    else if (weight !== undefined) [sum, variance] = [sum + weight * count, variance + weight * weight * count];
    else if (count > 0) return null;
  }
  return { sum, variance, weights: [...weights.values()], unknown, emptyStrata: strata.length - filled.length };
}
