/** The enterprises of which more is told than their accidents: those of mining, metallurgy and the construction of buildings. */
import { employerOf, employersPerActivity } from "./synthetic-identity.ts";
import type { Employer } from "./synthetic-identity.ts";
import { hash32 } from "./random.ts";
import { regionProfileOf, regionsOn } from "./region-profile.ts";

export interface Enterprise extends Employer {
  /** Two digits. */
  readonly division: string;
  readonly workers: number;
}

const constructionOfBuildings = "41";
const workersBySize: Readonly<Record<string, readonly [from: number, to: number]>> = {
  "1-9": [4, 9],
  "10-49": [12, 49],
  "50-249": [60, 240],
  "250-499": [260, 490],
  "500+": [520, 2400],
};

/** With the regions of that day, YYYY-MM-DD; each BIN once. */
export function enterprisesOn(day: string): Enterprise[] {
  const all = regionsOn(day).flatMap((region) =>
    [...regionProfileOf(region).miningDivisions.map(([division]) => division), constructionOfBuildings].flatMap((division) =>
      Array.from({ length: employersPerActivity }, (_, index) => enterpriseOf(region, division, index + 1)),
    ),
  );
  return [...new Map(all.map((one) => [one.bin, one])).values()];
}

function enterpriseOf(region: string, division: string, index: number): Enterprise {
  const employer = employerOf(region, division, index);
  const [from, to] = workersBySize[employer.size]!;
  return { ...employer, division, workers: from + (hash32(`${employer.bin}/workers`) % (to - from + 1)) };
}
