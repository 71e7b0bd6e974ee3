/** How economic activities differ, in round numbers made up for the demo in the likeness of the country. */
import { divisions } from "@qorgau/schemas/codes/activities";

/** Share of the country's workers, in tenths of a percent. */
export const workersBySection: Readonly<Record<string, number>> = {
  A: 58,
  B: 40,
  C: 84,
  D: 22,
  E: 15,
  F: 78,
  G: 158,
  H: 84,
  I: 30,
  J: 24,
  K: 26,
  L: 22,
  M: 36,
  N: 52,
  O: 72,
  P: 152,
  Q: 74,
  R: 22,
  S: 32,
  T: 3,
  U: 0.4,
};

/** Share within the section, in any unit. What is not here has 10. */
const weightByDivision: Readonly<Record<string, number>> = {
  "01": 90,
  "02": 6,
  "03": 4,
  "05": 14,
  "06": 22,
  "07": 36,
  "08": 8,
  "09": 20,
  "12": 1,
  "13": 3,
  "14": 6,
  "15": 1,
  "16": 3,
  "17": 3,
  "18": 4,
  "19": 5,
  "21": 3,
  "23": 18,
  "24": 26,
  "25": 16,
  "26": 2,
  "27": 6,
  "28": 8,
  "29": 5,
  "30": 4,
  "31": 5,
  "32": 3,
  "33": 14,
  "36": 45,
  "37": 12,
  "38": 40,
  "39": 3,
  "41": 42,
  "42": 24,
  "43": 34,
  "45": 14,
  "46": 34,
  "47": 52,
  "49": 62,
  "50": 1,
  "51": 5,
  "52": 26,
  "53": 6,
  "61": 40,
  "62": 36,
};

function weightOf(division: string): number {
  return weightByDivision[division] ?? 10;
}

/** The two-digit divisions of a section letter with their shares of its workers, in any unit; empty for a letter that NACE does not have. */
export function divisionsOf(section: string): ReadonlyArray<readonly [division: string, share: number]> {
  return divisions.filter((one) => one.section === section).map(({ code }) => [code, weightOf(code)]);
}

/** Share of accident victims outside mining, metallurgy and construction. */
const victimsBySection: ReadonlyArray<readonly [section: string, share: number]> = [
  ["A", 60],
  ["C", 240],
  ["D", 80],
  ["E", 40],
  ["G", 90],
  ["H", 140],
  ["I", 20],
  ["J", 10],
  ["K", 8],
  ["L", 15],
  ["M", 30],
  ["N", 60],
  ["O", 60],
  ["P", 65],
  ["Q", 100],
  ["R", 20],
  ["S", 15],
];

/** Divisions outside mining, metallurgy and construction, by their share of accident victims. */
export const otherDivisions: ReadonlyArray<readonly [division: string, share: number]> = victimsBySection.flatMap(([section, victims]) => {
  const within = divisionsOf(section).filter(([division]) => division !== "24" && division !== "25");
  const sum = within.reduce((total, [, share]) => total + share, 0);
  return within.map(([division, share]) => [division, (victims * share) / sum] as const);
});

/** Of a two-digit division: section B with divisions 24 and 25, as the published figures count the branch (`sector=mmc`). */
export function isMiningMetallurgy(division: string): boolean {
  return isMining(division) || division === "24" || division === "25";
}

/** Of a two-digit division: section B, divisions 05 to 09. */
export function isMining(division: string): boolean {
  return division >= "05" && division <= "09";
}

/** Of a two-digit division: section F, divisions 41 to 43. */
export function isConstruction(division: string): boolean {
  return division >= "41" && division <= "43";
}

/** How much likelier than elsewhere an accident kills. */
export function lethalityOf(division: string): number {
  if (isConstruction(division)) return 2.2;
  if (isMining(division) || division === "49" || division === "01") return 1.6;
  return division >= "84" && division <= "88" ? 0.3 : 1;
}

const occupations: ReadonlyArray<readonly [from: string, codes: readonly string[]]> = [
  ["01", ["6111", "6121", "8341", "9212"]],
  ["05", ["8111", "8112", "3121", "7233", "9311"]],
  ["10", ["7223", "8121", "7212", "9329", "7412"]],
  ["35", ["7413", "7412", "8131", "9333"]],
  ["41", ["7111", "7112", "7119", "9313", "7212"]],
  ["45", ["5223", "9333", "4321"]],
  ["49", ["8332", "8322", "8311", "9333"]],
  ["55", ["5120", "9412", "2411", "3313"]],
  ["84", ["5411", "3359"]],
  ["85", ["2341", "2330", "9112"]],
  ["86", ["2221", "3258", "5321", "2211"]],
  ["90", ["2655", "3422", "9629"]],
];

/** ISCO-08 unit groups that are common in the division. */
export function occupationsIn(division: string): readonly string[] {
  return occupations.findLast(([from]) => from <= division)?.[1] ?? ["9329"];
}
