import { expect, test } from "vitest";
import { coverageOf, ordinaryCount, programmeFigures, ratioOfRatios, standardisedRatio } from "./with-and-without.ts";
import type { EnterpriseMonths } from "./with-and-without.ts";

const cell = (count: number, exposure: number) => ({ count, exposure });

test("the worked numbers of METHODS 7: 22 observed of 22 expected", () => {
  const { ratio, lower, upper } = standardisedRatio(22, 0.002 * 4000 + 0.0005 * 16_000 + 0.0002 * 30_000);
  expect([ratio, lower, upper]).toEqual([1, expect.closeTo(0.626695, 6), expect.closeTo(1.514012, 6)]);
});

test("p is below 0.05 exactly where the limits leave out 1", () => {
  for (let observed = 0; observed < 60; observed += 1) {
    for (const expected of [0.5, 3.7, 10, 11, 29.9, 44]) {
      const { lower, upper, p } = standardisedRatio(observed, expected);
      expect([observed, expected, p < 0.05]).toEqual([observed, expected, lower > 1 || upper < 1]);
    }
  }
  // Twice the Poisson masses from 0 to 10.
  expect(standardisedRatio(10, 22).p).toBeCloseTo(0.00709320085623, 13);
  const change = (after: number) =>
    ratioOfRatios({ before: cell(100, 1), after: cell(after, 1) }, { before: cell(100, 1), after: cell(100, 1) }).limits!;
  for (const after of [50, 57, 58, 100, 170, 180]) {
    const { lower, upper, p } = change(after);
    expect([after, p < 0.05]).toEqual([after, lower > 1 || upper < 1]);
  }
});

test("the worked numbers of METHODS 7: before and after with controls", () => {
  const found = ratioOfRatios(
    { before: cell(40, 52_000), after: cell(22, 50_000) },
    { before: cell(300, 500_000), after: cell(270, 490_000) },
  );
  expect([found.joined, found.controls, found.ratio]).toEqual([
    expect.closeTo(0.572, 6),
    expect.closeTo(0.918367, 6),
    expect.closeTo(0.622844, 6),
  ]);
  expect(found.limits).toMatchObject({ lower: expect.closeTo(0.360934, 6) as number, upper: expect.closeTo(1.074809, 6) as number });
});

test("fewer than ten in any of the four cells: no limits", () => {
  const controls = { before: cell(300, 500_000), after: cell(270, 490_000) };
  expect(ratioOfRatios({ before: cell(40, 52_000), after: cell(9, 50_000) }, controls).limits).toBeNull();
  expect(ratioOfRatios({ before: cell(0, 52_000), after: cell(9, 50_000) }, controls)).toMatchObject({ ratio: null, limits: null });
});

test("the worked numbers of METHODS 7: the return to the mean", () => {
  const before = ordinaryCount(40, 25, 5);
  expect(before).toBeCloseTo(37.5, 10);
  expect(100 * (22 / 50_000 / (before / 52_000) - 1)).toBeCloseTo(-38.9867, 4);
  expect(100 * (22 / 50_000 / (40 / 52_000) - 1)).toBeCloseTo(-42.8, 10);
  // Enterprises that do not spread are all ordinary.
  expect(ordinaryCount(40, 25, null)).toBe(25);
});

const enterprise = (changes: Partial<EnterpriseMonths>): EnterpriseMonths => ({
  section: "B",
  size: "50-249",
  exposure: [10, 10, 10, 10],
  count: [1, 1, 1, 1],
  member: [false, false, false, false],
  joined: "never",
  ...changes,
});

test("person-time is split at joining, and months without it are in no figure", () => {
  const joiner = enterprise({ member: [false, false, true, true], joined: "within", count: [4, 3, 2, 1], exposure: [10, 10, 10, null] });
  const others = [enterprise({}), enterprise({ size: "1-9", count: [0, 0, 2, 2] })];
  const found = programmeFigures([joiner, ...others]);
  expect(found.members).toEqual({ count: 2, exposure: 10, enterprises: 1 });
  expect(found.others).toEqual({ count: 7 + 4 + 4, exposure: 100, enterprises: 3 });
  expect(found.countWithoutExposure).toBe(1);
  expect(found.joining).toMatchObject({
    enterprises: 1,
    split: 2,
    joined: { before: cell(7, 20), after: cell(2, 10) },
    controls: { before: cell(2 + 0, 40), after: cell(2 + 4, 40) },
    controlEnterprises: { all: 2, before: 2, after: 2 },
    ordinary: { before: null },
  });
  // Of its size: 7 in 20 of its own, 4 in 40 of the other.
  expect(found.standardised).toEqual({ observed: 2, expected: (11 / 60) * 10, fromSection: 0, leftOut: 0, apart: [0, 0] });
});

test("a size without others takes the rate of the section, and a section without others has none", () => {
  const always = { member: [true, true, true, true], joined: "before" } as const;
  const found = programmeFigures([
    enterprise({ ...always, size: "500+" }),
    enterprise({ ...always, section: "F" }),
    enterprise({ count: [1, 0, 0, 0] }),
  ]);
  expect(found.standardised).toEqual({ observed: 4, expected: 40 * (1 / 40), fromSection: 40, leftOut: 40, apart: [1, 1] });
  expect(found.joining).toBeNull();
});

test("coverage: 4,056 agreements of 21,426 enterprises are 18.93 %", () => {
  const { enterprises, covered, workers } = coverageOf(
    Array.from({ length: 21_426 }, (_, place) => ({ isCovered: place < 4056, workers: null })),
  );
  expect([(10_000 * covered) / enterprises, workers]).toEqual([expect.closeTo(1893.03, 2), null]);
  const known = coverageOf([
    { isCovered: true, workers: 30 },
    { isCovered: false, workers: 70 },
    { isCovered: true, workers: null },
  ]);
  expect(known).toEqual({ enterprises: 3, covered: 2, workers: 100, workersCovered: 30, known: 2, coveredKnown: 1 });
});
