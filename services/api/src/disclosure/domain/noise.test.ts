/** The test values of METHODS, section 9. */
import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commonFrom, defaultNoise, noiseOf } from "./noise.ts";
import type { NoiseParameters } from "./noise.ts";
import { openInterval } from "./open-interval.ts";
import { addedUp, keyOfCase, noCases, publishedCount } from "./published-count.ts";
import type { KeyedCount } from "./published-count.ts";

const narrow: NoiseParameters = { D: 2, V: 1, js: 0 };
const shares = (n: number, parameters: NoiseParameters) => {
  return Object.fromEntries(noiseOf(n, parameters).map(({ v, p }) => [v, Number(p.toFixed(6))]));
};

describe("the distribution", () => {
  test.each<[string, NoiseParameters, number, Record<number, number>]>([
    ["two below, two above", narrow, 2, { 0: 0.382963, 1: 0.244691, 2: 0.063827 }],
    ["one below", narrow, 1, { "-1": 0.398065, 0: 0.305806, 1: 0.194194, 2: 0.101935 }],
    ["of 1", defaultNoise, 1, { "-1": 0.666667, 2: 0.333333 }],
    ["of 2", defaultNoise, 2, { "-2": 0.333333, 1: 0.666667 }],
    ["of 3", defaultNoise, 3, { "-3": 0.147277, 0: 0.511487, 1: 0.255068, 2: 0.072991, 3: 0.011986, 4: 0.001129, 5: 0.000061 }],
    ["of 8", defaultNoise, 8, { 0: 0.281937, 1: 0.219642, 2: 0.10385, 3: 0.0298, 4: 0.00519, 5: 0.000549 }],
  ])("%s", (_name, parameters, n, expected) => {
    expect(shares(n, parameters)).toMatchObject(expected);
  });

  test("has mean 0 and the variance asked for, and none of it falls on what is never published", () => {
    const parameters = fc.record({
      D: fc.integer({ min: 3, max: 8 }),
      V: fc.double({ min: 0.5, max: 3, noNaN: true }),
      js: fc.constant(2),
    });
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 30 }), (noise, n) => {
        const deviations = noiseOf(n, noise);
        const moment = (power: number) => deviations.reduce((sum, { v, p }) => sum + p * v ** power, 0);
        expect(moment(0)).toBeCloseTo(1, 12);
        expect(moment(1)).toBeCloseTo(0, 12);
        // Of 1 and 2 there is none with less than 2, and 2 is what the two nearest have.
        expect(moment(2)).toBeCloseTo(n <= 2 ? Math.max(2, noise.V) : noise.V, 11);
        for (const { v } of deviations) expect(n + v === 0 || n + v > noise.js).toBe(true);
      }),
    );
  });

  test("is one and the same from D + js + 1 on", () => {
    expect(commonFrom(defaultNoise)).toBe(8);
    expect(shares(9, defaultNoise)).toEqual(shares(8, defaultNoise));
    expect(shares(7, defaultNoise)).not.toEqual(shares(8, defaultNoise));
  });
});

const releaseKey = createSecretKey(Buffer.from("release-key"));
const sumOf = (ids: readonly string[]) =>
  ids.reduce<KeyedCount>((sum, id) => addedUp(sum, { n: 1, sum: keyOfCase(releaseKey, id) }), noCases);
const ids = (count: number) => Array.from({ length: count }, (_, place) => `case-${place + 1}`);

describe("the published count", () => {
  test("follows from the ids of the cases and the release key", () => {
    expect(ids(3).map((id) => (keyOfCase(releaseKey, id) / 2 ** 32).toFixed(6))).toEqual(["0.992045", "0.256871", "0.978571"]);
    const counts = (parameters: NoiseParameters) => ids(8).map((_, place) => publishedCount(parameters)(sumOf(ids(place + 1))));
    expect(counts(defaultNoise)).toEqual([3, 0, 3, 3, 4, 4, 7, 11]);
    expect(counts(narrow)).toEqual([3, 1, 2, 3, 5, 5, 7, 10]);
  });

  test("of no cases is 0, of any is 0 or more than js, and does not depend on the order in which parts were added up", () => {
    const published = publishedCount(defaultNoise);
    expect(published(noCases)).toBe(0);
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 }), fc.nat(20), (some, cut) => {
        const x = published(sumOf(some));
        expect(x === 0 || x >= 3).toBe(true);
        expect(Math.abs(x - some.length)).toBeLessThanOrEqual(defaultNoise.D);
        expect(published(addedUp(sumOf(some.slice(cut)), sumOf(some.slice(0, cut))))).toBe(x);
      }),
    );
  });

  test("of two cells that differ in one case tells them apart by exactly one in 19.94 % of the pairs at most 21.2 %", () => {
    const chance = noiseOf(8, defaultNoise).reduce((sum, { p }) => sum + p ** 2, 0);
    expect((100 * chance).toFixed(2)).toBe("19.94");
    const published = publishedCount(defaultNoise);
    const pairs = Array.from({ length: 10_000 }, (_, pair) => {
      const cell = sumOf(Array.from({ length: 8 + (pair % 5) }, (_one, place) => `pair-${pair}-${place}`));
      return published(addedUp(cell, { n: 1, sum: keyOfCase(releaseKey, `pair-${pair}-more`) })) - published(cell);
    });
    const share = pairs.filter((difference) => difference === 1).length / pairs.length;
    expect(share).toBeLessThanOrEqual(0.212);
    expect(share).toBeGreaterThan(0.18);
  });
});

test("the limits of a published count are wider than Garwood's by what the noise adds", () => {
  const { lower, upper } = openInterval(2)(5);
  expect([lower, upper].map((limit) => limit.toFixed(6))).toEqual(["1.004855", "12.890077"]);
  expect(openInterval(2)(0).lower).toBe(0);
});
