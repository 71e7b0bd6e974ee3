import { expect, test } from "vitest";
import type { FetchedRecord } from "../../kafka/records/record-set.ts";
import { PartitionBuffer } from "./partition-buffer.ts";

function fetched(offset: number, value: Buffer | null): FetchedRecord {
  const batchContext = { inTransaction: false } as FetchedRecord["batchContext"];
  return {
    offset: String(offset),
    timestamp: "1764000000000",
    key: null,
    value,
    headers: {},
    isControlRecord: false,
    unreadable: null,
    batchContext,
  } as FetchedRecord;
}

/** A buffer that seems fuller than it is holds up all that the same broker leads. */
test("what waits counts once, whatever it is written in, until it is taken", () => {
  const values = [Buffer.from("шахта"), Buffer.from([0xff, 0xfe]), null, Buffer.from("mine")];
  const buffer = new PartitionBuffer(0, 7);
  buffer.add(values.map((value, place) => fetched(7 + place, value)));
  const whole = buffer.bytes;
  expect(whole).toBeGreaterThan(0);
  const left = values.map(() => (buffer.take(1), buffer.bytes));
  expect(left.every((bytes) => bytes >= 0 && bytes <= whole)).toBe(true);
  // All but the last value have been taken.
  expect(left[2]).toBe("mine".length);
  expect(left[3]).toBe(0);
});

test("a damaged record ends the reading before it: it was acknowledged, and nothing may pass it over", () => {
  const buffer = new PartitionBuffer(3, 7);
  expect(() => buffer.add([fetched(7, Buffer.from("a")), { ...fetched(8, null), unreadable: "damaged" }, fetched(9, null)])).toThrow(
    expect.objectContaining({ code: "log_corrupt", message: expect.stringContaining("Record 3:8 is damaged") as string }),
  );
  expect([buffer.length, buffer.nextOffset]).toEqual([1, 8]);
});

test("the span of an append is a header that anybody may write: what is longer than one is left out", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const buffer = new PartitionBuffer(0, 7);
  const texts = [traceparent, `${traceparent}-more`];
  buffer.add(texts.map((text, place) => ({ ...fetched(7 + place, Buffer.from("a")), headers: { traceparent: Buffer.from(text) } })));
  expect(buffer.take(2).map((record) => record.traceparent)).toEqual([traceparent, undefined]);
});
