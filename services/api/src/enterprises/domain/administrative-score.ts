/** The points of the inspectorate's check-list, as the order lays them down (joint order 1022/801; METHODS, section 6). */
import type { Assessment } from "@qorgau/schemas/events/supplement";

/** What the order says, as data: another edition is another table. */
export const administrativeTable = {
  order: "1022/801",
  weights: { significant: 70, minor: 30 },
  /** A score up to the first is low, up to the second medium, above it high. */
  bands: { low: 30, medium: 70 },
} as const;

export const riskBands = ["low", "medium", "high"] as const;
export type RiskBand = (typeof riskBands)[number];

export interface AdministrativeScore {
  /** 0 to 100. */
  readonly score: number;
  readonly band: RiskBand;
  /** Kinds of requirements of which nothing was checked: their term is 0. */
  readonly unchecked: readonly ("significant" | "minor")[];
}

/** Any gross violation makes it 100; else the shares of what was violated, weighted, and the special points, at most 100. */
export function administrativeScore(assessment: Assessment): AdministrativeScore {
  const { gross, significantAsked, significantViolated, minorAsked, minorViolated, special = 0 } = assessment;
  const { weights, bands } = administrativeTable;
  const share = (violated: number, checked: number) => (checked === 0 ? 0 : violated / checked);
  const sum =
    weights.significant * share(significantViolated, significantAsked) + weights.minor * share(minorViolated, minorAsked) + special;
  const score = gross > 0 ? 100 : Math.min(100, sum);
  return {
    score,
    band: score <= bands.low ? "low" : score <= bands.medium ? "medium" : "high",
    unchecked: [...(significantAsked === 0 ? (["significant"] as const) : []), ...(minorAsked === 0 ? (["minor"] as const) : [])],
  };
}
