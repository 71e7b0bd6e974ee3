import { existsSync, readFileSync } from "node:fs";
import { resolveSector } from "./activities.ts";
import { expect, test } from "vitest";
import { naceOfNaics } from "./naics-to-nace.ts";

const sharedData = new URL("../../../../shared/data/", import.meta.url);
const chainFile = new URL("naics2017_to_isic4.csv", sharedData);
const isicFile = new URL("nace2_to_isic4.csv", sharedData);

test.each([
  ["212112", "05"],
  ["213113", "B"],
  ["211111", "B"],
  ["21", "B"],
  ["236115", "41"],
  ["238220", "F"],
  ["221320", "37"],
  ["22131", "E"],
  ["22111", "D"],
  ["56221", "E"],
  ["452111", "G"],
  ["48-49", "H"],
  ["811111", "45"],
])("%s is %s", (naics, nace) => expect(naceOfNaics(naics)).toBe(nace));

test.each(["", "999999", "99", "2", "abc", "constructor", "811310"])("%j says nothing of the activity", (naics) =>
  expect(naceOfNaics(naics)).toBeNull(),
);

function linesOf(file: URL): string[][] {
  return readFileSync(file, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
}

test.skipIf(!existsSync(chainFile))("divisions are those of the chain in ../shared/data, and given only where it has one target", () => {
  const divisionByIsic = new Map(linesOf(isicFile).map(([nace = "", isic = ""]) => [isic, nace.slice(0, 2)]));
  const divisionsByNaics = new Map<string, Set<string>>();
  for (const [naics = "", isic = ""] of linesOf(chainFile)) {
    const known = divisionsByNaics.get(naics) ?? new Set();
    divisionsByNaics.set(naics, known.add(divisionByIsic.get(isic) ?? "no class"));
  }
  expect(divisionsByNaics.size).toBe(1056);
  for (const [naics, divisions] of divisionsByNaics) {
    const [only = ""] = divisions;
    const sector = naceOfNaics(naics);
    if (divisions.size === 1 && only !== "no class") expect([naics, sector]).toEqual([naics, only]);
    else expect([naics, sector === null || resolveSector(sector)?.division === null]).toEqual([naics, true]);
    if (naics.startsWith("21")) expect(resolveSector(sector ?? "")?.section).toBe("B");
  }
});
