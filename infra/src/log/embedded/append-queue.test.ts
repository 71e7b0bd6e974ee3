import { describe, expect, it } from "vitest";
import { AppendQueue } from "./append-queue.ts";
import type { QueueEntry } from "./append-queue.ts";

const entry = (bytes: number): QueueEntry => ({ kind: "append", records: [], partitions: [], bytes, resolve: () => {}, reject: () => {} });
const commit: QueueEntry = { kind: "commit", group: "aggregator", watermark: new Map(), bytes: 0, resolve: () => {}, reject: () => {} };

function queueOf(...entries: QueueEntry[]): AppendQueue {
  const queue = new AppendQueue({ bytesMax: 100 });
  for (const one of entries) queue.push(one);
  return queue;
}

describe("AppendQueue", () => {
  it("gives entries in order, as many as fit, and divides none", () => {
    const entries = [entry(30), commit, entry(30), entry(30)];
    const queue = queueOf(...entries);
    expect(queue.take(60)).toEqual(entries.slice(0, 3));
    expect(queue.isEmpty).toBe(false);
    expect(queue.take(60)).toEqual(entries.slice(3));
    expect(queue.isEmpty).toBe(true);
    expect(queue.take(60)).toEqual([]);
  });

  it("gives an entry that is larger than asked for by itself", () => {
    const queue = queueOf(entry(90), entry(5));
    expect(queue.take(10)).toHaveLength(1);
    expect(queue.take(10)).toHaveLength(1);
  });

  it("has room up to its limit, and counts what was taken until it is released", () => {
    const queue = queueOf(entry(60));
    expect([queue.hasRoomFor(40), queue.hasRoomFor(41)]).toEqual([true, false]);
    const taken = queue.take(100);
    expect([queue.hasRoomFor(40), queue.hasRoomFor(41)]).toEqual([true, false]);
    queue.release(taken);
    expect([queue.hasRoomFor(100), queue.hasRoomFor(101)]).toEqual([true, false]);
  });
});
