/** The cases behind the differences of two rollups: over every count of every cell they add up to it, whatever moved. */
import type { AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isOfComplex } from "../../annual/domain/annual-count.ts";
import type { AnnualCount } from "../../annual/domain/annual-count.ts";
import { annualRollup } from "../../annual/domain/annual-rollup.ts";
import { emptyBook } from "../../exposure/domain/exposure-book.ts";
import { figureDifferences } from "./figure-differences.ts";
import { withCases } from "./changed-cases.ts";
import type { CaseState } from "./changed-cases.ts";

const year = 2025;

const stateArbitrary: fc.Arbitrary<CaseState> = fc
  .record({
    year: fc.constantFrom(year, year - 1),
    region: fc.constantFrom("", "KZ-35", "KZ-62"),
    place: fc.constantFrom(["", ""], ["B", "05"], ["C", "24"], ["C", "10"]),
    severity: fc.constantFrom("light", "severe", "fatal"),
    kind: fc.constantFrom("accident", "accident", "disease", "poisoning"),
    sex: fc.constantFrom("", "female", "male"),
    leads: fc.boolean(),
    group: fc.boolean(),
    fault: fc.constantFrom(null, 10_000, 4000),
  })
  .map(({ place: [sector = "", division = ""], leads, group, fault, ...reported }) => ({
    ...reported,
    sector,
    division,
    ageBand: "",
    cause: "",
    cases: 1,
    accidents: Number(leads),
    groupAccidents: Number(leads && group),
    groupVictims: Number(group),
    faultCases: Number(fault !== null),
    employerFault: fault ?? 0,
    workerFault: fault === null ? 0 : 10_000 - fault,
  }));

function countsOf(states: readonly (CaseState | null)[]): AnnualCount[] {
  return states
    .filter((state) => state !== null)
    .flatMap(({ region, sector, division, sex, ageBand, cause, ...figures }) => {
      const codes = { total: "", region, sector, division, severity: figures.severity, sex, ageBand, cause };
      const places = Object.entries(codes) as [AnnualScope, string][];
      if (isOfComplex(sector, division)) places.push(["complex", "mmc"]);
      return places.map(([scope, code]) => ({ ...figures, scope, code }));
    });
}

const counts = /^(?:injured|fatal|severe|light|accidents|groupAccidents|groupVictims|diseases|poisonings)(?:Previous)?$/;

test("the deltas of the cases behind a count are its difference, and a figure without a difference has no entry", () => {
  const pair = fc.record({ released: fc.option(stateArbitrary), now: fc.option(stateArbitrary) });
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
      const rollup = (states: (CaseState | null)[]) =>
        annualRollup(
          { year, per: "none", yearOf: "accident", regionOf: "occurrence" },
          { cut: { asOf: null, watermark: "0:1" }, lastStampMs: null, counted: countsOf(states), exposures: emptyBook },
        );
      const [released, now] = [rollup(pairs.map((one) => one.released)), rollup(pairs.map((one) => one.now))];
      const changed = pairs.map((one, place) => ({ case: `case ${place}`, records: [], ...one }));
      for (const { figure, released: before, now: after, cases } of withCases(year, figureDifferences(released, now), changed)) {
        expect(before).not.toBe(after);
        if (!counts.test(figure)) continue;
        expect(cases.reduce((sum, { delta }) => sum + delta, 0)).toBe(Number(after ?? 0) - Number(before ?? 0));
        expect(cases.every(({ delta }) => delta !== 0)).toBe(true);
      }
    }),
  );
});

test("a case that is worse now is told under either severity, with what it adds", () => {
  const reported = fc.sample(stateArbitrary, { numRuns: 1, seed: 1 })[0]!;
  const light = { ...reported, year, kind: "accident", severity: "light" };
  const changedCases = [{ case: "a", records: [], released: light, now: { ...light, severity: "fatal" } }];
  const difference = (figure: string) => ({ scope: "total" as const, code: null, figure, released: 0, now: 1 });
  const [fatal, lightBefore, rate] = withCases(year, ["fatal", "light", "rate"].map(difference), changedCases);
  expect(fatal?.cases).toEqual([{ case: "a", delta: 1, records: [] }]);
  expect(lightBefore?.cases).toEqual([{ case: "a", delta: -1, records: [] }]);
  expect(rate?.cases).toEqual([]);
});

test("a fault that was laid otherwise is told with what each side gained, in percent", () => {
  const reported = fc.sample(stateArbitrary, { numRuns: 1, seed: 1 })[0]!;
  const before = { ...reported, year, kind: "accident", faultCases: 1, employerFault: 10_000, workerFault: 0 };
  const changedCases = [{ case: "a", records: [], released: before, now: { ...before, employerFault: 4000, workerFault: 6000 } }];
  const difference = (figure: string) => ({ scope: "total" as const, code: null, figure, released: 0, now: 1 });
  const figures = ["faultEmployerPercent", "faultWorkerPercent", "faultCases"];
  expect(withCases(year, figures.map(difference), changedCases).map(({ cases }) => cases.map(({ delta }) => delta))).toEqual([
    [-60],
    [60],
    [],
  ]);
});
