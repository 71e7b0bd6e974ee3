import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { Occurrence } from "@qorgau/schemas/events/supplement";
import { expect, test } from "vitest";
import { createCaseSplits, occurrenceRows } from "./case-splits.ts";

const folded = (data: object, derived: object = {}, more: object = {}) =>
  ({
    counts: true,
    data: { kind: "accident", severity: "light", workRelated: "yes", worker: {}, mining: {}, ...data },
    derived: { country: "KZ", date: "2025-03-01", section: "B", ...derived },
    ...more,
  }) as unknown as FoldedCase;

const cases = [
  folded({
    severity: "fatal",
    causes: ["equipment", "other"],
    worker: { occupation: "8111" },
    mining: { method: "underground", hazard: "fire" },
  }),
  folded({ causes: ["other"], worker: { occupation: "8" }, mining: { method: "underground" } }),
  folded({}, { section: null }),
  folded({ kind: "disease", diagnosis: "J62" }),
  folded({}, { date: "2024-12-31" }),
  folded({}, { country: "SG" }),
  folded({}, {}, { counts: false }),
  folded({ circumstance: "commuting_own", workRelated: "under_investigation" }),
];

test("every split, what is not known included, adds up to the total; nothing else is counted", () => {
  const splits = createCaseSplits(2025);
  splits.take(cases.slice(0, 4));
  splits.take(cases.slice(4));
  const totals = splits.totals();
  expect(totals).toEqual([
    { kind: "accident", fatal: 1, nonFatal: 2 },
    { kind: "disease", fatal: 0, nonFatal: 1 },
    { kind: "poisoning", fatal: 0, nonFatal: 0 },
  ]);
  for (const { kind, fatal, nonFatal } of totals) {
    for (const by of ["sector", "occupation", "cause"] as const) {
      const rows = splits.rows().filter((row) => row.kind === kind && row.by === by);
      const sum = (name: "fatal" | "nonFatal") => rows.reduce((total, row) => total + row[name], 0);
      expect([kind, by, sum("fatal"), sum("nonFatal")]).toEqual([kind, by, fatal, nonFatal]);
    }
  }
  expect(splits.rows().filter(({ kind, by }) => kind === "accident" && by === "occupation")).toEqual([
    { kind: "accident", by: "occupation", code: "8", fatal: 1, nonFatal: 1 },
    { kind: "accident", by: "occupation", code: null, fatal: 0, nonFatal: 1 },
  ]);
  expect(splits.mining().filter(({ by }) => by === "hazard")).toEqual([
    { by: "hazard", code: "fire", fatal: 1, nonFatal: 0 },
    { by: "hazard", code: null, fatal: 0, nonFatal: 1 },
  ]);
});

const occurrence = (hazard: string, derived: object = {}) =>
  ({ data: { hazard, mining: { method: "underground" } }, derived: { section: "B", date: "2025-05-01", ...derived } }) as Occurrence;

test("dangerous occurrences of mines in the year; without any nothing is said, and not 0", () => {
  expect(occurrenceRows([occurrence("fire", { section: "C" }), occurrence("fire", { date: "2024-05-01" })], 2025)).toBeNull();
  expect(occurrenceRows([occurrence("fire"), occurrence("outburst"), occurrence("fire")], 2025)).toEqual([
    { by: "method", code: "underground", count: 3 },
    { by: "commodity", code: null, count: 3 },
    { by: "hazard", code: "fire", count: 2 },
    { by: "hazard", code: "outburst", count: 1 },
  ]);
});
