import { expect, test } from "vitest";
import { annualRollup } from "../../annual/domain/annual-rollup.ts";
import { emptyBook } from "../../exposure/domain/exposure-book.ts";
import { figureDifferences } from "./figure-differences.ts";

function rollup(regions: readonly string[]) {
  const none = { groupAccidents: 0, groupVictims: 0, faultCases: 0, employerFault: 0, workerFault: 0 };
  const figures = { year: 2023, severity: "light", kind: "accident", cases: 2, accidents: 2, ...none };
  return annualRollup(
    { year: 2023, per: "none", yearOf: "accident", regionOf: "occurrence" },
    {
      cut: { asOf: null, watermark: "0:1" },
      lastStampMs: null,
      counted: regions.map((code) => ({ ...figures, scope: "region" as const, code })),
      exposures: emptyBook,
    },
  );
}
const reported = (released: readonly string[], now: readonly string[]) =>
  figureDifferences(rollup(released), rollup(now)).map((one) => `${one.code} ${one.figure} ${one.released} ${one.now}`);

test("equal answers have no difference", () => {
  expect(reported(["KZ-35"], ["KZ-35"])).toEqual([]);
});

test("a row that is gone, and one that is new, differ in every figure that they state", () => {
  expect(reported(["KZ-35"], [])).toContain("KZ-35 injured 2 null");
  expect(reported([], ["KZ-35"])).toContain("KZ-35 injured null 2");
  expect(reported([], ["KZ-35"])).toContain("KZ-35 seriesBreakRegions null KZ-35 KZ-62");
  expect(reported([], ["KZ-35"]).filter((one) => one.includes("exposure "))).toEqual([]);
});

test("a member that only the later program answers is no difference, and one that it left out is", () => {
  const [before, after] = [rollup(["KZ-35"]), rollup(["KZ-35"])];
  const grown = { ...after, rows: after.rows.map((row) => ({ ...row, court: 1 })) };
  expect(figureDifferences(before, grown)).toEqual([]);
  expect(figureDifferences(grown, before).map(({ figure, released, now }) => [figure, released, now])).toEqual([
    ["court", 1, null],
    ["court", 1, null],
  ]);
});
