import { expect, test } from "vitest";
import { administrativeScore, uncheckedOf } from "./administrative-score.ts";

const assessment = { table: "1022/801", gross: 0, significantAsked: 40, significantViolated: 10, minorAsked: 20, minorViolated: 8 };

test("the worked number of METHODS 6: 10 of 40 and 8 of 20 make 29.5, which is low; one gross violation makes 100", () => {
  expect(administrativeScore(assessment)).toEqual({
    score: 29.5,
    band: "low",
    points: { significant: 17.5, minor: 12 },
  });
  expect(administrativeScore({ ...assessment, gross: 1 })).toMatchObject({ score: 100, band: "high" });
});

test.each([
  [{ significantViolated: 40, minorViolated: 0 }, 70, "medium"],
  [{ significantViolated: 40, minorViolated: 20, special: 50 }, 100, "high"],
  [{ significantViolated: 0, minorViolated: 20 }, 30, "low"],
  [{ significantViolated: 0, minorViolated: 20, special: 0.5 }, 30.5, "medium"],
] as const)("%j makes %d, %s: the bands hold their upper bound", (changes, score, band) => {
  expect(administrativeScore({ ...assessment, ...changes })).toMatchObject({ score, band });
});

test("what was not asked adds nothing, and that is told", () => {
  const unasked = { ...assessment, significantAsked: 0, significantViolated: 0 };
  expect(administrativeScore(unasked)).toEqual({
    score: 12,
    band: "low",
    points: { significant: 0, minor: 12 },
  });
  expect([unasked, assessment].map(uncheckedOf)).toEqual([["significant"], []]);
});

test("the band is of the score as it is shown", () => {
  // 70 · 4 / 11 + 30 · 5 / 33 is 30, and a little more in binary.
  const shown = { ...assessment, significantAsked: 11, significantViolated: 4, minorAsked: 33, minorViolated: 5 };
  expect(70 * (4 / 11) + 30 * (5 / 33)).toBeGreaterThan(30);
  expect(administrativeScore(shown)).toMatchObject({ score: 30, band: "low" });
});

test("an edition that is not known has no score, be there a gross violation or not", () => {
  for (const table of ["1022-2019", "", "1022/801 2031"]) {
    expect(administrativeScore({ ...assessment, table })).toBeNull();
    expect(administrativeScore({ ...assessment, table, gross: 1 })).toBeNull();
  }
});
