import { expect, test } from "vitest";
import { finished } from "@qorgau/schemas/steps";
import { stampBatch } from "./logged-statements.ts";

const stamped = (...given: Parameters<typeof stampBatch>) => finished(stampBatch(...given));
const nothing = { watermark: new Map<number, number>(), effectiveAt: new Map<number, string>() };
const record = (partition: number, offset: number, timestampMs: number, value = '{"entity":"case","content":"aa"}') => ({
  partition,
  offset,
  timestampMs,
  value,
});

test("the effective stamp never falls within a partition, whatever the clock does", () => {
  const batch = stamped([record(0, 0, 5000), record(0, 1, 3000), record(1, 0, 1000), record(0, 2, 6000)], nothing);
  expect(batch.statements.map(({ recordedAt, effectiveAt }) => [recordedAt.slice(17), effectiveAt.slice(17)])).toEqual([
    ["05.000Z", "05.000Z"],
    ["03.000Z", "05.000Z"],
    ["01.000Z", "01.000Z"],
    ["06.000Z", "06.000Z"],
  ]);
  expect([...batch.watermark]).toEqual([
    [0, 2],
    [1, 0],
  ]);
});

test("the predecessor may be of an earlier batch", () => {
  const first = stamped([record(0, 0, 5000)], nothing);
  const second = stamped([record(0, 1, 4000)], first);
  expect(second.statements[0]?.effectiveAt).toBe("1970-01-01T00:00:05.000Z");
});

test("a redelivered record is left out", () => {
  const first = stamped([record(0, 0, 5000), record(0, 1, 5000)], nothing);
  expect(stamped([record(0, 1, 5000), record(0, 2, 5000)], first).statements.map(({ offset }) => offset)).toEqual([2]);
});

test.each([
  ["", "unknown"],
  ["{", "unknown"],
  ["null", "unknown"],
  ["[]", "unknown"],
  ['{"entity":"case"}', "unknown"],
  ['{"type":"kz.qorgau.tick.made.v1"}', "tick"],
])("a record of %j is %s: told by its place and passed", (value, entity) => {
  const batch = stamped([record(0, 0, 1, value), record(0, 1, 1)], nothing);
  expect(batch.controlRecords).toEqual([expect.objectContaining({ partition: 0, offset: 0, entity })]);
  expect(batch.statements).toHaveLength(1);
  expect(batch.watermark.get(0)).toBe(1);
});

test.each([
  ["release", "release.made"],
  ["batch", "batch.made"],
  ["signal", "signal.raised"],
  ["signal", "signal.acknowledged"],
  ["signal", "signals.judged"],
])("a %s is no statement either, and keeps its text", (entity, type) => {
  const value = `{"type":"kz.qorgau.${type}.v1","subject":"annual-2025"}`;
  const batch = stamped([record(0, 0, 1, value)], nothing);
  expect(batch.statements).toEqual([]);
  expect(batch.controlRecords).toEqual([expect.objectContaining({ partition: 0, offset: 0, entity, text: value })]);
});
