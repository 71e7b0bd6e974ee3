/** S.13 and the lag of S.14: what cases of a year do not state, may be told twice, or are missed, and how late they are, taken slice by slice. Pure. */
import { isLeftOut } from "@qorgau/schemas/cases/accidents";
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { Role } from "@qorgau/schemas/codes/enumerations";
import { dimensionColumns } from "@qorgau/schemas/responses/rates";
import { listStrata, statedDimensions, statedMiningDimensions } from "@qorgau/schemas/responses/metadata/release-quality-response";
import type { ReleaseQualityResponse, TwoLists, UnstatedShare } from "@qorgau/schemas/responses/metadata/release-quality-response";
import type { Steps } from "@qorgau/schemas/steps";
import { createDuplicatesFinder } from "../../quality/domain/quality-duplicates.ts";
import type { QualitySlice } from "../../quality/domain/quality-slice.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { registrationLag } from "./registration-lag.ts";
import type { RegisteredCase } from "./registration-lag.ts";
import { twoListEstimate } from "./two-lists.ts";
import type { ListCounts } from "./two-lists.ts";

const miningSection = "B";
const firstList: readonly Role[] = ["enterprise", "inspectorate"];
const secondList: readonly Role[] = ["insurer", "clinic"];

type Accuracy = Omit<ReleaseQualityResponse["accuracy"], "released" | "reason">;

export interface AccuracyTally {
  /** Slices come in order of days, from three days before the year on, whose cases may be told again in it. In steps. */
  take(slice: QualitySlice): Steps<void>;
  accuracy(): Accuracy;
  /** Of the counted cases. `firstMonths`: the month, 2026-02, in which each source first registered anything. */
  lag(firstMonths: ReadonlyMap<string, string>): ReleaseQualityResponse["timeliness"]["lag"];
  /** Of the counted cases those that a statement of the inspectorate tells of. */
  statedByInspectorate(): number;
}

interface Tally {
  unstated: number;
  of: number;
}
type Lists = { -readonly [Name in keyof ListCounts]: ListCounts[Name] };

/** Counting victims of accidents of Kazakhstan, commuters on their own way left out, as in the annual rollup; of the year by the day of the accident. */
export function createAccuracyTally(year: number): AccuracyTally {
  const isOfYear = (date: string) => date.startsWith(`${year}-`);
  const finder = createDuplicatesFinder();
  const unknown = new Map<string, Tally>([...statedDimensions, ...statedMiningDimensions].map((name) => [name, { unstated: 0, of: 0 }]));
  const daysLost: Tally = { unstated: 0, of: 0 };
  const lists = new Map<string, Lists>(listStrata.map((stratum) => [stratum, { first: 0, second: 0, both: 0 }]));
  const counted = new Set<string>();
  const repeatedCases = new Set<string>();
  const registered: RegisteredCase[] = [];
  let stated = 0;

  const add = (tally: Tally, isUnstated: boolean): void => {
    tally.of += 1;
    if (isUnstated) tally.unstated += 1;
  };
  const count = (one: FoldedCase): void => {
    counted.add(one.id);
    const reporters = one.statements.map(({ statement }) => statement.source);
    registered.push({ occurredOn: one.derived.date, registeredOn: one.registeredOn, reporters });
    const { dimensions } = caseRow(one);
    for (const name of statedDimensions) add(unknown.get(name)!, dimensions[dimensionColumns[name]] === "");
    const ofMining = statedMiningDimensions.map((name) => [name, dimensions[dimensionColumns[name]]] as const);
    if (dimensions.sector === miningSection || ofMining.some(([, code]) => code !== ""))
      for (const [name, code] of ofMining) add(unknown.get(name)!, code === "");
    if (one.data.severity !== "fatal") add(daysLost, one.data.daysLost === undefined);
    const roles = one.statements.map(({ statement }) => statement.role);
    const isIn = (list: readonly Role[]) => roles.some((role) => list.includes(role));
    const [inFirst, inSecond] = [isIn(firstList), isIn(secondList)];
    const stratum = lists.get(one.data.severity === "light" ? "light" : "severe_fatal")!;
    stratum.first += inFirst ? 1 : 0;
    stratum.second += inSecond ? 1 : 0;
    stratum.both += inFirst && inSecond ? 1 : 0;
    if (roles.includes("inspectorate")) stated += 1;
  };

  return {
    *take({ cases }) {
      for (const one of cases) {
        if (isOfYear(one.derived.date) && one.counts && one.data.kind === "accident" && one.derived.country === "KZ" && !isLeftOut(one))
          count(one);
        yield;
      }
      for (const { row } of finder.find(cases))
        if (row.reason !== "same_worker_other_kind" && counted.has(row.case)) repeatedCases.add(row.case);
    },
    accuracy: () => ({
      cases: counted.size,
      unknown: [...statedDimensions, ...statedMiningDimensions].map((dimension) => ({ dimension, ...shared(unknown.get(dimension)!) })),
      daysLost: shared(daysLost),
      duplicates: { cases: repeatedCases.size, share: shareOf(repeatedCases.size, counted.size) },
      coverage: coverageOf(lists),
    }),
    lag: (firstMonths) => registrationLag(registered, firstMonths),
    statedByInspectorate: () => stated,
  };
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole));
const shared = ({ unstated, of }: Tally): UnstatedShare => ({ unstated, of, share: shareOf(unstated, of) });

function coverageOf(lists: ReadonlyMap<string, ListCounts>): Accuracy["coverage"] {
  const strata = listStrata.map((stratum) => ({ stratum, counts: lists.get(stratum)! }));
  const counts = strata.map((one) => one.counts);
  return {
    strata: strata.map(({ stratum, counts: own }) => ({ stratum, ...estimated([own]) })),
    total: estimated(counts),
    caveat: "positive_dependence",
  };
}

function estimated(strata: readonly ListCounts[]): TwoLists {
  const sumOf = (name: keyof ListCounts) => strata.reduce((sum, one) => sum + one[name], 0);
  const counts = { first: sumOf("first"), second: sumOf("second"), both: sumOf("both") };
  const found = twoListEstimate(strata);
  if (found === null) return { ...counts, estimate: null, standardError: null, lower: null, upper: null, reason: "too_few" };
  const { estimate, standardError, lower, upper } = found;
  return {
    ...counts,
    estimate: rounded(estimate),
    standardError: rounded(standardError),
    lower: rounded(lower),
    upper: rounded(upper),
    reason: null,
  };
}
