/**
 * Which figures of a programme would tell of one enterprise or two: person-years are stated of the enterprise itself, and whoever knows the other of two has
 * both. They are null for a caller that does not inspect; how many enterprises there are stays.
 */
import type { ProgrammeRow } from "@qorgau/schemas/responses/inspection/programme-response";
import type { Coverage, ProgrammeFigures } from "./with-and-without.ts";

const enterprisesMin = 3;
const isFew = (enterprises: number) => enterprises > 0 && enterprises < enterprisesMin;

/** What of a row is of too few enterprises. */
export type OfFew = Readonly<Record<"members" | "others" | "standardised" | "joining" | "workers" | "workersCovered" | "row", boolean>>;

/** What is left of a group without a part of it that is shown is a group as well. */
export function ofFew({ members, others, standardised, joining }: ProgrammeFigures, coverage: Coverage): OfFew {
  const { known, coveredKnown } = coverage;
  const joiners = joining?.enterprises ?? 0;
  const { all, before, after } = joining?.controlEnterprises ?? { all: 0, before: 0, after: 0 };
  return {
    members: isFew(members.enterprises),
    others: isFew(others.enterprises),
    standardised: [members, others].some(({ enterprises }) => isFew(enterprises)) || standardised.apart.some(isFew),
    joining: [joiners, all, before, after, members.enterprises - joiners, others.enterprises - joiners - all].some(isFew),
    workers: isFew(known),
    workersCovered: [known, coveredKnown, known - coveredKnown].some(isFew),
    row: isFew(coverage.enterprises),
  };
}

const confidential = "confidential" as const;
const nothing = { count: null, exposure: null, rate: null };
const hidden = { ...nothing, lower: null, upper: null, reason: confidential };

/** The row without what is of too few. */
export function withoutFew(row: ProgrammeRow, few: OfFew): ProgrammeRow {
  const { coverage, members, others, standardised, beforeAfter, regressionToMean } = row;
  const { enterprises, controlsFrom } = beforeAfter;
  return {
    ...row,
    coverage: {
      ...coverage,
      ...(few.workers ? { workers: null } : {}),
      ...(few.workersCovered ? { workersCovered: null, workersPercent: null } : {}),
      reason: few.workers || few.workersCovered ? confidential : coverage.reason,
    },
    members: few.members ? { ...members, ...hidden } : members,
    others: few.others ? { ...others, ...hidden } : others,
    countWithoutExposure: few.row ? null : row.countWithoutExposure,
    standardised: few.standardised ? withoutFigures(standardised) : standardised,
    beforeAfter: few.joining
      ? {
          ...withoutFigures(beforeAfter),
          ...{ enterprises, controlsFrom, before: nothing, after: nothing, controlsBefore: nothing, controlsAfter: nothing },
        }
      : beforeAfter,
    regressionToMean: few.joining ? withoutFigures(regressionToMean) : regressionToMean,
  };
}

type Hidden<Figures> = Readonly<Record<Exclude<keyof Figures, "reason">, null>> & { readonly reason: typeof confidential };

function withoutFigures<Figures extends { readonly reason: unknown }>(figures: Figures): Hidden<Figures> {
  return { ...Object.fromEntries(Object.keys(figures).map((name) => [name, null])), reason: confidential } as Hidden<Figures>;
}
