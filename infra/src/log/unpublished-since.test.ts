import { expect, test } from "vitest";
import { createUnpublishedSince } from "./unpublished-since.ts";

const hour = 3_600_000;
const at = (atMs: number, end: number, published: number, newestMs: number | null = 0) => ({
  atMs,
  end: new Map([[0, end]]),
  published: new Map([[0, published]]),
  newestMs,
});

test("the first event after a quiet night waits since it was seen, not since the evening", () => {
  const since = createUnpublishedSince();
  expect(since(at(10 * hour, 9, 9))).toBe(null);
  expect(since(at(10 * hour + 15_000, 10, 9))).toBe(10 * hour + 15_000);
  expect(since(at(10 * hour + 30_000, 10, 10, 10 * hour))).toBe(null);
});

test("of records that are seen first of all the newest published one tells, and nothing where there is none", () => {
  expect(createUnpublishedSince()(at(10 * hour, 10, 9, hour))).toBe(hour);
  expect(createUnpublishedSince()(at(10 * hour, 10, 9, null))).toBe(10 * hour);
  // The clock of a broker that is ahead does not make a moment that has not come.
  expect(createUnpublishedSince()(at(10 * hour, 10, 9, 11 * hour))).toBe(10 * hour);
});

test("what follows a steady stream at a distance waits as long as that distance, however long the stream is", () => {
  const since = createUnpublishedSince();
  since(at(0, 0, 0));
  for (let second = 1; second <= 3_600; second += 1) {
    const sinceMs = since(at(second * 1_000, second, Math.max(0, second - 30)));
    expect(sinceMs).toBe(Math.max(1, second - 29) * 1_000);
  }
});

test("what stands still waits since then, and once half of it is published about half as long", () => {
  const since = createUnpublishedSince();
  since(at(0, 0, 0));
  for (let second = 1; second < 100_000; second += 1) since(at(second * 1_000, second, 0));
  expect(since(at(100_000_000, 100_000, 0))).toBe(1_000);
  // Those in between are known roughly.
  const sinceMs = since(at(100_001_000, 100_001, 50_000))!;
  expect(sinceMs).toBeGreaterThan(50_000_000);
  expect(sinceMs).toBeLessThan(52_000_000);
});

test("a partition that nobody publishes waits, whatever is published of the others", () => {
  const since = createUnpublishedSince();
  const look = (atMs: number, second: number) =>
    since({
      atMs,
      end: new Map([
        [0, second],
        [1, 5],
      ]),
      published: new Map([
        [0, second],
        [1, 4],
      ]),
      newestMs: atMs,
    });
  expect([look(1_000, 1), look(2_000, 2), look(3_000, 3)]).toEqual([1_000, 1_000, 1_000]);
});
