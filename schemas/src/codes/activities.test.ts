import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { divisions, resolveSector, sections } from "./activities.ts";

const naceFile = new URL("../../../../shared/data/nace_rev2_en_ru.csv", import.meta.url);

test("there are 21 sections and 88 divisions, named in three languages", () => {
  expect(sections.map(({ code }) => code).join("")).toBe("ABCDEFGHIJKLMNOPQRSTU");
  expect(divisions.length).toBe(88);
  expect(new Set(divisions.map(({ code }) => code)).size).toBe(88);
  for (const { names } of [...sections, ...divisions]) expect(Object.values(names).every((name) => name.trim().length > 4)).toBe(true);
});

test.each(["05", "05.1", "051", "05.10", "0510", "05.10.1", "05101"])("%j is coal mining", (code) =>
  expect(resolveSector(code)).toEqual({ section: "B", division: "05" }),
);

test("a letter is a section without a division", () => {
  expect(resolveSector("B")).toEqual({ section: "B", division: null });
});

test.each(["", "5", "b", "V", "04", "34", "05..1", "05.", ".05", "051011", "99999999", "B05", "05.1a", "٠٥"])("%j is no activity", (code) =>
  expect(resolveSector(code)).toBeNull(),
);

test.skipIf(!existsSync(naceFile))("every code of ../shared/data/nace_rev2_en_ru.csv resolves to its section and division", () => {
  const lines = readFileSync(naceFile, "utf8").trim().split("\n").slice(1);
  const published = lines.map((line) => line.split(",") as [string, string, string]);
  expect(published.length).toBe(996);
  for (const [code, level, section] of published) {
    expect(resolveSector(code)).toEqual({ section, division: level === "section" ? null : code.slice(0, 2) });
  }
});
