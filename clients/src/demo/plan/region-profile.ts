/** How the regions differ, in round numbers made up for the demo in the likeness of the country. */
import { regions } from "@qorgau/schemas/codes/regions";

interface RegionProfile {
  /** Share of the country's accident victims, in any unit. */
  readonly accidents: number;
  /** Workers, thousands. */
  readonly workers: number;
  /** How much commoner mining and metallurgy is than in the country as a whole. */
  readonly mining: number;
  readonly construction: number;
  /** What is mined and smelted: NACE division and its share. */
  readonly miningDivisions: ReadonlyArray<readonly [division: string, share: number]>;
}

function profile(
  accidents: number,
  workers: number,
  mining: number,
  construction: number,
  miningDivisions: Readonly<Record<string, number>>,
): RegionProfile {
  return { accidents, workers, mining, construction, miningDivisions: Object.entries(miningDivisions) };
}

const profiles: Readonly<Record<string, RegionProfile>> = {
  "KZ-10": profile(60, 205, 1.2, 0.9, { "05": 15, "07": 50, "08": 15, "24": 10, "25": 10 }),
  "KZ-11": profile(50, 290, 1.1, 0.9, { "07": 65, "08": 15, "24": 10, "25": 10 }),
  "KZ-15": profile(70, 315, 1.8, 1, { "06": 20, "07": 40, "09": 15, "24": 25 }),
  "KZ-19": profile(42, 505, 0.3, 1.1, { "07": 20, "08": 45, "25": 35 }),
  "KZ-23": profile(50, 245, 3.2, 1.5, { "06": 60, "09": 35, "25": 5 }),
  "KZ-27": profile(30, 235, 1.4, 1, { "06": 55, "08": 10, "09": 30, "25": 5 }),
  "KZ-31": profile(42, 375, 0.8, 0.9, { "07": 55, "08": 25, "24": 20 }),
  "KZ-33": profile(15, 225, 0.4, 0.8, { "07": 30, "08": 50, "25": 20 }),
  "KZ-35": profile(110, 400, 3, 0.8, { "05": 32, "07": 22, "24": 36, "25": 8, "09": 2 }),
  "KZ-39": profile(82, 315, 2, 0.8, { "07": 75, "08": 8, "24": 7, "25": 10 }),
  "KZ-43": profile(25, 250, 1.4, 0.9, { "06": 55, "07": 10, "08": 5, "09": 30 }),
  "KZ-47": profile(40, 260, 3.4, 1.2, { "06": 60, "08": 5, "09": 35 }),
  "KZ-55": profile(76, 285, 2.4, 0.9, { "05": 30, "07": 15, "24": 45, "25": 10 }),
  "KZ-59": profile(27, 205, 0.3, 0.8, { "07": 20, "08": 30, "25": 50 }),
  "KZ-61": profile(30, 625, 0.4, 0.9, { "07": 50, "08": 30, "25": 20 }),
  "KZ-62": profile(62, 76, 7, 0.6, { "07": 80, "08": 2, "24": 18 }),
  "KZ-63": profile(92, 265, 2.2, 0.8, { "07": 45, "08": 5, "24": 40, "25": 10 }),
  "KZ-71": profile(82, 485, 0.2, 2, { "08": 20, "24": 10, "25": 70 }),
  "KZ-75": profile(78, 765, 0.15, 1.5, { "08": 15, "24": 20, "25": 65 }),
  "KZ-79": profile(22, 325, 0.3, 1.2, { "08": 15, "24": 40, "25": 45 }),
};

/** The profile of a region with its borders of today, by ISO 3166-2 code. Throws `RangeError` for a code that is not one of the twenty. */
export function regionProfileOf(iso: string): RegionProfile {
  const found = profiles[iso];
  if (found === undefined) throw new RangeError("the demo knows the twenty regions of Kazakhstan alone");
  return found;
}

/** The regions of a day; before a split its parent is both. Turkistan and Shymkent have their codes of today throughout. */
export function regionsOn(day: string): string[] {
  return regions.filter(({ validFrom, splitFrom }) => splitFrom === null || (validFrom ?? "") <= day).map(({ iso }) => iso);
}

function withChildren(iso: string, day: string, of: (profile: RegionProfile) => number): number {
  const children = regions.filter((region) => region.splitFrom === iso && (region.validFrom ?? "") > day);
  return [iso, ...children.map((child) => child.iso)].reduce((sum, one) => sum + of(regionProfileOf(one)), 0);
}

/** Its share of the country's victims, in any unit; before a split with the shares of the regions that came out of it. `day` is YYYY-MM-DD. */
export function accidentShareOf(iso: string, day: string): number {
  return withChildren(iso, day, ({ accidents }) => accidents);
}

/** Thousands, in 2024. */
export function workersOf(iso: string, day: string): number {
  return withChildren(iso, day, ({ workers }) => workers);
}
