import { finished } from "@qorgau/schemas/steps";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areasToPublish, changedCases, digestOf, digestsBuilder, effectiveBatches, lastBatchOfAreas } from "./batches.ts";
import type { Batch } from "./batches.ts";
import type { OpenCase } from "./open-cells.ts";

const common = { month: "2026-02", region: "KZ-35", sector: "B", division: "05", kind: "accident", sex: "", ageBand: "", cause: "" };
const caseOf = (id: number, severity: string): OpenCase => ({
  ...common,
  id: id
    .toString(16)
    .padStart(64, "0")
    .replace(/^0{48}/, ""),
  severity,
});
function digests(cases: ReadonlyMap<number, string>) {
  const builder = digestsBuilder();
  for (const [id, severity] of cases) builder.add(digestOf(caseOf(id, severity)));
  return finished(builder.digests());
}
const someCases = fc
  .array(fc.tuple(fc.nat(60), fc.constantFrom("light", "severe", "fatal")), { maxLength: 50 })
  .map((pairs) => new Map(pairs));

test("changed are the cases that came, that went, and that an open table shows otherwise", () => {
  fc.assert(
    fc.property(someCases, someCases, (before, after) => {
      const ids = new Set([...before.keys(), ...after.keys()]);
      const changed = [...ids].filter((id) => before.get(id) !== after.get(id)).length;
      expect(finished(changedCases(digests(before), digests(after)))).toBe(changed);
      expect(finished(changedCases(digests(after), digests(before)))).toBe(changed);
    }),
  );
});

describe("an area is published", () => {
  const due = (changed: number, since: string, day: string, last: string | null = since) =>
    areasToPublish(new Map([["KZ-35", { changed, day: since }]]), day, last).length === 1;

  test.each<[number, string, string, boolean]>([
    [5, "2026-01-01", "2026-01-02", true],
    [4, "2026-01-01", "2026-01-02", false],
    [4, "2026-01-01", "2026-01-30", false],
    [1, "2026-01-01", "2026-01-31", true],
    [0, "2026-01-01", "2026-06-01", false],
    [100, "2026-01-01", "2026-01-01", false],
  ])("with %i changed cases, last on %s: on %s %s", (changed, since, day, expected) => {
    expect(due(changed, since, day)).toBe(expected);
  });

  test("in the first batch, whatever changed, and never twice a day", () => {
    expect(due(0, "2026-01-01", "2026-01-01", null)).toBe(true);
    fc.assert(fc.property(fc.nat(100), (changed) => !due(changed, "2025-01-01", "2026-01-02", "2026-01-02")));
  });
});

test("in effect is the first batch of each number, of a later day than the one before", () => {
  const batch = (number: number, day: string, areas: string[] = ["KZ"]): Batch => ({
    number,
    day,
    watermark: `0:${number}`,
    keyId: "a",
    noise: { D: 5, V: 2, js: 2 },
    areas,
  });
  const log = [
    batch(1, "2026-01-01"),
    batch(1, "2026-01-01", ["KZ-35"]),
    batch(2, "2026-01-01"),
    batch(3, "2026-01-03"),
    batch(2, "2026-01-02", ["KZ-10"]),
  ];
  expect(effectiveBatches(log)).toEqual([log[0], log[4]]);
  // What comes later in the log changes nothing of what was in effect.
  for (let length = 0; length <= log.length; length += 1) {
    const known = effectiveBatches(log.slice(0, length));
    expect(effectiveBatches(log).slice(0, known.length)).toEqual(known);
  }
  expect(Object.fromEntries([...lastBatchOfAreas(effectiveBatches(log))].map(([area, { number }]) => [area, number]))).toEqual({
    KZ: 1,
    "KZ-10": 2,
  });
});
