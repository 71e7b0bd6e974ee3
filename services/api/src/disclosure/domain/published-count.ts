/** From the cases of a cell to the count that is published of it: the same cases, the same figure, on every path and at every time. */
import { createHmac } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { commonFrom, noiseOf } from "./noise.ts";
import type { NoiseParameters } from "./noise.ts";

/** What is known of the cases of a cell: how many there are, and the sum of their keys modulo 2³². Cells without a case in common add up. */
export interface KeyedCount {
  readonly n: number;
  readonly sum: number;
}

export const noCases: KeyedCount = { n: 0, sum: 0 };

const keyRange = 2 ** 32;

/** u of a case: the first four bytes, big-endian, of HMAC-SHA-256 by the release key. `id` is the opaque id of the case. */
export function keyOfCase(releaseKey: KeyObject, id: string): number {
  return createHmac("sha256", releaseKey).update(id).digest().readUInt32BE(0);
}

export const addedUp = (one: KeyedCount, other: KeyedCount): KeyedCount => ({
  n: one.n + other.n,
  sum: (one.sum + other.sum) % keyRange,
});

/**
 * Returns the function that gives the count to publish: n + v, v the first deviation whose cumulative probability is above the cell's key
 * (METHODS, section 9.3). It is 0, or more than `js`; 0 stays 0.
 */
export function publishedCount(parameters: NoiseParameters): (cell: KeyedCount) => number {
  const common = commonFrom(parameters);
  const known = new Map<number, readonly { readonly v: number; readonly upTo: number }[]>();
  const cumulative = (n: number) => {
    const found = known.get(n);
    if (found !== undefined) return found;
    let upTo = 0;
    const made = noiseOf(n, parameters).map(({ v, p }) => ({ v, upTo: (upTo += p) }));
    known.set(n, made);
    return made;
  };
  return ({ n, sum }) => {
    if (n === 0) return 0;
    const key = sum / keyRange;
    const deviations = cumulative(Math.min(n, common));
    return n + (deviations.find(({ upTo }) => key < upTo) ?? deviations.at(-1)!).v;
  };
}
