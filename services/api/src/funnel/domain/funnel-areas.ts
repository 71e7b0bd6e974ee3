/** The areas of a funnel: what is counted in each within the period, what it is divided by, and what the sections' rates let expect of it. */
import type { ResponseBasis, RateDimension, RatesQuery } from "@qorgau/schemas/responses/rates";
import type { FunnelQuery } from "@qorgau/schemas/responses/funnel-response";
import type { Steps } from "@qorgau/schemas/steps";
import { exposureCells, valueIn } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { nothingCounted, sumOfCounts } from "../../rates/domain/counts.ts";
import type { Counts } from "../../rates/domain/counts.ts";
import { isThatVeryCell } from "../../rates/domain/rates.ts";
import type { RatesSnapshot } from "../../rates/domain/snapshot.ts";
import { standardFinder } from "../../rates/domain/standard.ts";
import type { StratifiedExposureOf } from "../../rates/domain/standard.ts";
import { periodsInYear } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import type { Span } from "../../time/span.ts";
import { bucketsOf, standardSpan } from "./funnel-period.ts";

export interface FunnelArea {
  /** "" is unknown. */
  readonly code: string;
  readonly values: Readonly<Partial<Record<RateDimension, string>>>;
  readonly counts: Counts;
  readonly exposureOf: ExposureOf;
  /** Its exposure by section; null without `standard`. */
  readonly stratifiedOf: StratifiedExposureOf | null;
}

/** Of all areas together, in the year of the standard. */
export interface FunnelStandard {
  readonly span: Span;
  /** By section. */
  readonly counts: ReadonlyMap<string, number>;
  readonly stratifiedOf: StratifiedExposureOf;
}

export interface FunnelAreas {
  /** By code, unknown last. */
  readonly areas: readonly FunnelArea[];
  /** Null without `standard`. */
  readonly standard: FunnelStandard | null;
}

/**
 * An area is one with a counting case within the period, or one of which an exposure was ever stated: that nothing happened in it is known, if
 * it has an exposure then.
 */
export function* funnelAreas({ rates: query, by }: FunnelQuery, period: Period, snapshot: RatesSnapshot): Steps<FunnelAreas> {
  const finder = exposureFinder(snapshot.exposures);
  const year = query.choices.standard;
  const strata = year === null ? null : standardFinder(snapshot.exposures, query);
  const ofPeriod = new Set(period.buckets);
  const span = year === null ? null : standardSpan(query.period, year, period);
  const ofStandard = span === null ? new Set<string>() : bucketsOf(query.period, span);
  const counts = new Map<string, Counts>();
  const sections = new Map<string, number>();
  for (const { codes, bucket, section, ...one } of snapshot.counted) {
    yield;
    const [code = ""] = codes;
    const counted: Counts = section === undefined ? one : { ...one, sections: new Map([[section, one.count]]) };
    if (ofPeriod.has(bucket)) counts.set(code, sumOfCounts([...[counts.get(code) ?? []].flat(), counted]));
    if (section !== undefined && ofStandard.has(bucket)) sections.set(section, (sections.get(section) ?? 0) + one.count);
  }
  for (const { cell } of snapshot.exposures.stated) {
    yield;
    const code = valueIn(cell, by);
    if (code !== undefined && !counts.has(code) && isThatVeryCell(query, [code], cell)) counts.set(code, nothingCounted);
  }
  const areas: FunnelArea[] = [];
  for (const [code, ofArea] of counts) {
    yield;
    const values = { [by]: code };
    const exposureOf = finder(exposureCells(query, values));
    areas.push({ code, values, counts: ofArea, exposureOf, stratifiedOf: strata?.strataOf(values) ?? null });
  }
  return {
    areas: areas.toSorted((a, b) => compareCodes(a.code, b.code)),
    standard: strata === null || span === null ? null : { span, counts: sections, stratifiedOf: strata.strataOf({}) },
  };
}

function compareCodes(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  return a < b ? -1 : 1;
}

/** How many cases the sections' rates let expect of an area, and how many of its own they are to be set against. */
export interface StandardExpectation {
  readonly expected: number;
  /** Of known sections. */
  readonly count: number;
  readonly unknown: number;
}

/**
 * The returned function gives what is expected of an area over the days of the period (METHODS, section 4: Σ r_k E_k); null where a section of
 * the standard lacks its exposure in the area, or a section with cases there has no rate. Stocks count for as long as the period is.
 */
export function expectationBy(
  { span, counts, stratifiedOf }: FunnelStandard,
  basis: ResponseBasis,
  period: Span,
): (area: Pick<FunnelArea, "counts" | "stratifiedOf">) => StandardExpectation | null {
  const isFlow = basis === "hours_worked" || basis === "tonnes";
  const length = isFlow ? 1 : periodsInYear(span) / periodsInYear(period);
  const strata = stratifiedOf(basis, span)?.strata ?? [];
  const rates = new Map(
    strata.filter(({ exposure }) => exposure > 0).map(({ section, exposure }) => [section, (counts.get(section) ?? 0) / exposure]),
  );
  return (area) => {
    const own = area.stratifiedOf?.(basis, period) ?? null;
    if (own === null || rates.size === 0) return null;
    const sections = area.counts.sections ?? new Map<string, number>();
    const unknown = sections.get("") ?? 0;
    let expected = 0;
    for (const { section, exposure } of own.strata) {
      const rate = rates.get(section);
      if (rate === undefined && exposure > 0) return null;
      expected += (rate ?? 0) * exposure * length;
    }
    const exposed = new Set(own.strata.filter(({ exposure }) => exposure > 0).map(({ section }) => section));
    const isOutside = [...sections].some(([section, count]) => section !== "" && count > 0 && !exposed.has(section));
    return isOutside ? null : { expected, count: area.counts.count - unknown, unknown };
  };
}

/** The days that the counts are read for: those of the period and of the year of the standard. */
export function daysRead(query: RatesQuery & Pick<FunnelQuery["rates"], "period">, period: Period): Span {
  const { standard } = query.choices;
  if (standard === null) return { from: period.from, to: period.to };
  const span = standardSpan(query.period, standard, period);
  return { from: span.from < period.from ? span.from : period.from, to: span.to > period.to ? span.to : period.to };
}
