/** Amounts with their standard errors: the worked numbers of METHODS, section 1. */
import { expect, test } from "vitest";
import { mackFit, reserveOf, totalReserve } from "./mack.ts";

const paid = [[100, 140, 150, 155], [110, 160, 168], [95, 130], [120]];

test("factors, reserves and standard errors of rows and of their total", () => {
  const fit = mackFit(paid, 3, 36)!;
  expect(fit.factors.map((factor) => factor.toPrecision(8))).toEqual(["1.4098361", "1.0600000", "1.0333333"]);
  const rows = paid.map((row) => reserveOf(fit, row));
  expect(rows.map(({ reserve }) => Number(reserve.toFixed(6)))).toEqual([0, 5.6, 12.393333, 65.308852]);
  expect(rows.map(({ standardError }) => Number(standardError!.toFixed(6)))).toEqual([0, 1.460596, 2.89918, 7.170465]);
  const total = totalReserve(fit, paid);
  expect(Number(total.reserve.toFixed(6))).toBe(83.302186);
  expect(Number(total.standardError!.toFixed(6))).toBe(8.576163);
});

test("with too short a history there is no fit, or no error", () => {
  expect(mackFit([[0, 0], [0]], 1, 36)).toBeNull();
  expect(mackFit([[2, 4], [3]], 2, 36)).toBeNull();
  const fit = mackFit([[2, 4], [3]], 1, 36)!;
  expect(reserveOf(fit, [3])).toEqual({ ultimate: 6, reserve: 3, standardError: null });
  expect(totalReserve(fit, [[2, 4], [3]])).toEqual({ reserve: 3, standardError: null });
});

test("what is never paid at once leaves reserve and error of later delays as they are", () => {
  const late = paid.map((row) => [0, ...row]);
  const [fit, shifted] = [mackFit(paid, 3, 36)!, mackFit([...late, [0]], 4, 36)!];
  expect(shifted.factors).toEqual([Infinity, ...fit.factors]);
  expect(late.map((row) => reserveOf(shifted, row))).toEqual(paid.map((row) => reserveOf(fit, row)));
  expect(totalReserve(shifted, late)).toEqual(totalReserve(fit, paid));
});
