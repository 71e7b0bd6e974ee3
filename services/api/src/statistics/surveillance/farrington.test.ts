/** The worked numbers of METHODS, section 3, which R's package surveillance gives as well. */
import { expect, test } from "vitest";
import type { ExposedCount } from "./cusum.ts";
import { farrington } from "./farrington.ts";

/** 260 weeks, one character each. */
const digits =
  "456949a7724475867d58a4734515956664878375878668267769543356759565746839585569958b57558473434279886586754d7436a6b755317367d6648664466327a666c6764476483976566463444968953575789559776954969487a6753a4638584464466347b38a857aa54456a642595357577656569354536a8a6679efgc";
const plain = digits.split("").map((digit): ExposedCount => ({ count: Number.parseInt(digit, 36), exposure: 1 }));
/** The same with eight more in every thirteenth week, at a rising exposure. */
const outlying = plain.map(({ count }, place) => ({ count: (place + 1) % 13 === 0 ? count + 8 : count, exposure: 1001 + place }));

const judgedAt = (weeks: readonly ExposedCount[], week: number) => farrington(weeks.slice(0, week), 0.01)!;
const weeksOf = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => from + place);

test("eleven weeks of equal exposure", () => {
  expect(plain).toHaveLength(260);
  const verdicts = weeksOf(250, 260).map((week) => judgedAt(plain, week));
  expect(verdicts.map(({ limit }) => limit)).toEqual([12, 12, 13, 13, 12, 12, 12, 12, 12, 11, 11]);
  expect(verdicts.map(({ dispersion }) => dispersion)).toEqual(verdicts.map(() => 1));
  expect(verdicts[9]!.expected).toBeCloseTo(5.290502, 6);
  expect(verdicts[10]!.expected).toBeCloseTo(5.405891, 6);
  expect(weeksOf(250, 260).filter((week, place) => plain[week - 1]!.count > verdicts[place]!.limit)).toEqual([257, 258, 259, 260]);
  expect(verdicts[9]!.p.toPrecision(6)).toBe("0.000130372");
  expect(verdicts[9]!.score).toBeCloseTo(1.875734, 6);
});

test("weeks far above are weighted down, and more exposure lets more be expected", () => {
  const verdicts = [250, 257, 260].map((week) => judgedAt(outlying, week));
  expect(verdicts.map(({ expected }) => expected.toFixed(6))).toEqual(["7.069952", "6.819743", "6.293040"]);
  expect(verdicts.map(({ dispersion }) => dispersion.toFixed(3))).toEqual(["1.226", "1.213", "1.249"]);
  expect(verdicts.map(({ limit }) => limit)).toEqual([15, 14, 14]);
  const alarms = weeksOf(250, 260).filter((week) => outlying[week - 1]!.count > judgedAt(outlying, week).limit);
  expect(alarms).toEqual([258, 259, 260]);
});

test("a week without exposure teaches nothing, and lets none be expected", () => {
  const idle = outlying.map((week, place) => (place > 130 && place < 135 ? { count: 0, exposure: 0 } : week));
  const { expected, limit, dispersion } = judgedAt(idle, 260);
  expect(dispersion).toBeGreaterThan(1);
  // Four average weeks fewer change little; weeks of no accident at the exposure of the others would take off more.
  expect(Math.abs(expected / judgedAt(outlying, 260).expected - 1)).toBeLessThan(0.02);
  expect(limit).toBe(14);
  const closed = [...outlying.slice(0, 259), { count: 3, exposure: 0 }];
  expect(judgedAt(closed, 260)).toMatchObject({ expected: 0, limit: 0, p: 0, score: 3 });
});
