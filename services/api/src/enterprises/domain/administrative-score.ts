/** The points of the inspectorate's check-list, as the order lays them down (joint order 1022/801; METHODS, section 6). */
import type { Assessment } from "@qorgau/schemas/events/supplement";
import { rounded } from "../../rates/domain/rate-of-count.ts";

/** What an edition of the order says, as data. */
interface AdministrativeTable {
  readonly order: string;
  readonly amended: string;
  readonly appliesFrom: string;
  readonly weights: Readonly<Record<"significant" | "minor", number>>;
  /** A score up to the first is low, up to the second medium, above it high. */
  readonly bands: Readonly<Record<"low" | "medium", number>>;
}

/** Joint order of 25.12.2015 No 1022 and 28.12.2015 No 801, registered as No 12656, as amended on 02.05.2023 by No 142. */
export const administrativeTable = {
  order: "1022/801",
  amended: "2023-05-02",
  appliesFrom: "2023-05-22",
  weights: { significant: 70, minor: 30 },
  bands: { low: 30, medium: 70 },
} as const satisfies AdministrativeTable;

/** By what `assessment.table` says of the edition; the order alone is the edition as amended. An assessment by any other is not scored. */
const editions: ReadonlyMap<string, AdministrativeTable> = new Map([[administrativeTable.order, administrativeTable]]);

export const riskBands = ["low", "medium", "high"] as const;
export type RiskBand = (typeof riskBands)[number];

export interface AdministrativeScore {
  /** 0 to 100. */
  readonly score: number;
  readonly band: RiskBand;
  /** What the violations of each kind add, of at most 70 and 30; they and the special points are the score, unless a gross violation makes it 100. */
  readonly points: Readonly<Record<"significant" | "minor", number>>;
}

/**
 * Any gross violation makes it 100; else the shares of what was violated, weighted, and the special points, at most 100. Six significant digits, of which
 * the band is. Null where the edition of the table is not known: its weights may be others.
 */
export function administrativeScore(assessment: Assessment): AdministrativeScore | null {
  const { gross, significantAsked, significantViolated, minorAsked, minorViolated, special = 0 } = assessment;
  const edition = editions.get(assessment.table);
  if (edition === undefined) return null;
  const { weights, bands } = edition;
  const share = (violated: number, checked: number) => (checked === 0 ? 0 : violated / checked);
  const points = {
    significant: weights.significant * share(significantViolated, significantAsked),
    minor: weights.minor * share(minorViolated, minorAsked),
  };
  const score = gross > 0 ? 100 : rounded(Math.min(100, points.significant + points.minor + special));
  return {
    score,
    points: { significant: rounded(points.significant), minor: rounded(points.minor) },
    band: score <= bands.low ? "low" : score <= bands.medium ? "medium" : "high",
  };
}

/** Kinds of requirements of which nothing was checked: their term is 0. */
export const uncheckedOf = ({ significantAsked, minorAsked }: Assessment): readonly ("significant" | "minor")[] => [
  ...(significantAsked === 0 ? (["significant"] as const) : []),
  ...(minorAsked === 0 ? (["minor"] as const) : []),
];
