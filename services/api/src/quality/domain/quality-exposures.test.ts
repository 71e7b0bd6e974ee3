import { expect, test } from "vitest";
import { expose, withdraw } from "../../../../../test/generators/reported-by-hand.ts";
import { pagesOf } from "./quality-fixture.ts";

const conflictsOf = (log: Parameters<typeof pagesOf>[0]) =>
  pagesOf(log).exposureConflicts.rows.map(({ source, value, otherSource, otherValue }) => [source, value, otherSource, otherValue]);

test("equal statements that differ are listed with the reporters of both; the same figure, or a withdrawn one, is no conflict", () => {
  const [a, b, c] = ["urn:a", "urn:b", "urn:c"].map((source) => ({ source, role: "statistics" as const }));
  expect(conflictsOf([expose(b!, 20), expose(a!, 10), expose(c!, 10)])).toEqual([["urn:a", 10, "urn:b", 20]]);
  expect(conflictsOf([expose(a!, 10), expose({ ...b!, role: "enterprise" }, 20)])).toEqual([]);
  expect(conflictsOf([expose(a!, 10), expose(b!, 20), withdraw({ ...b!, entity: "exposure", revision: 2 })])).toEqual([]);
});

test("the cell is told whole: by sex, age, status, size, and what is mined how by whom", () => {
  const cell = { sex: "female", ageBand: "18-24", workerStatus: "agency", size: "500+", commodity: "coal", contractor: true } as const;
  const [a, b] = ["urn:a", "urn:b"].map((source) => ({ source, role: "statistics" as const }));
  expect(pagesOf([expose(a!, 10, cell), expose(b!, 20, cell), expose(b!, 30)]).exposureConflicts.rows).toMatchObject([
    { ...cell, country: "KZ", region: null, method: null, value: 10, otherValue: 20 },
  ]);
});
