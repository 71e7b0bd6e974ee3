/** The smoothed figures of the rows of one period (METHODS, section 5): what the gamma law of all its areas makes of each count. */
import type { SmoothedRate } from "@qorgau/schemas/responses/rate-choices";
import type { Steps } from "@qorgau/schemas/steps";
import { fittedGamma, smoothedAreasMin, smoothedRatio } from "../../statistics/gamma-poisson.ts";
import { rounded } from "./rate-of-count.ts";

/** An area with a rate: its count, and what that is divided by to give the rate, unrounded. */
export interface RatedArea {
  readonly count: number;
  /** Above 0. */
  readonly divisor: number;
}

/** In steps. `areas` are all of the period, those without a row too. The returned function takes one of them, or null for a row that is none. */
export function* smoothingOf(areas: readonly RatedArea[]): Steps<(area: RatedArea | null) => SmoothedRate> {
  const sum = (figureOf: (area: RatedArea) => number) => areas.reduce((all, area) => all + figureOf(area), 0);
  const rate = areas.length === 0 ? 0 : sum(({ count }) => count) / sum(({ divisor }) => divisor);
  const expectedOf = ({ count, divisor }: RatedArea) => ({ count, expected: rate * divisor });
  const isEnough = areas.length >= smoothedAreasMin;
  const law = isEnough && rate > 0 ? yield* fittedGamma(areas.map(expectedOf)) : null;
  const heterogeneity = !isEnough ? "too_few" : law === null ? "none_found" : "found";
  const ofPeriod = {
    areas: areas.length,
    a: law === null ? null : rounded(law.a),
    b: law === null ? null : rounded(law.b),
    heterogeneity,
  } as const;
  return (area) => {
    const expected = area === null ? null : rounded(rate * area.divisor);
    if (area === null || law === null) return { ratio: null, rate: null, lower: null, upper: null, expected, ...ofPeriod };
    const { ratio, lower, upper } = smoothedRatio(expectedOf(area), law);
    return {
      ratio: rounded(ratio),
      rate: rounded(ratio * rate),
      lower: rounded(lower * rate),
      upper: rounded(upper * rate),
      expected,
      ...ofPeriod,
    };
  };
}
