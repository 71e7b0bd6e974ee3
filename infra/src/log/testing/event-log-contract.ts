/** What every engine of the event log promises, as tests. An engine runs them from a `*.contract.ts` of its own. */
import { setImmediate as nextIteration } from "node:timers/promises";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { modelContract } from "./event-log-model-contract.ts";
import type { EventLog, EventLogError, LogRecord } from "../event-log.ts";
import { partitionOfKey } from "../../kafka/partition-of-key.ts";
import { leafHashText } from "../../proof/domain/leaf-hash.ts";
import { readToEnd } from "../read-to-end.ts";

/** Somewhere a log is: opened again, it holds what it held. */
export interface LogPlace {
  /** One at a time. */
  open(options?: { readonly queueBytesMax?: number }): Promise<EventLog>;
  remove(): Promise<void>;
}

interface Subject {
  place: LogPlace;
  log: EventLog;
}

export function eventLogContract(engine: string, makePlace: () => Promise<LogPlace>): void {
  describe(`event log contract: ${engine}`, () => {
    const subject = {} as Subject;
    beforeEach(async () => {
      subject.place = await makePlace();
      subject.log = await subject.place.open();
    });
    afterEach(async () => {
      await subject.log.close();
      await subject.place.remove();
    });
    describe("append", () => appendContract(subject));
    describe("append under pressure", () => pressureContract(subject));
    describe("read", () => readContract(subject));
    describe("a read of some partitions", () => partitionsContract(subject));
    describe("the end of a read", () => readEndContract(subject));
    describe("sharing", () => assignmentContract(subject));
    describe("commit", () => commitContract(subject));
    describe("close", () => closeContract(subject));
    describe("as a whole", () => modelContract(subject, makePlace));
  });
}

function appendContract(subject: Subject): void {
  it("answers in input order, with offsets from 0 upwards without a gap in each partition", async () => {
    const records = Array.from({ length: 500 }, (_, n) => ({ key: `record-${n}`, value: `{"n":${n}}` }));
    const appended = await subject.log.append(records);
    const next = new Map<number, number>();
    for (const [index, { partition, offset }] of appended.entries()) {
      expect(partition).toBe(partitionOfKey(records[index]!.key, subject.log.partitions));
      expect(offset).toBe(next.get(partition) ?? 0);
      next.set(partition, offset + 1);
    }
    const read = await readToEnd(subject.log);
    expect(read.length).toBe(500);
    for (const [index, position] of appended.entries()) expect(read).toContainEqual({ ...position, ...records[index] });
  });

  it("states the leaf of each record that it was asked for, and of no other", async () => {
    const records = Array.from({ length: 300 }, (_, n) => ({
      key: `record-ә${n}`,
      value: `{"n":"${"ұ".repeat(n)}"}`,
      leafWanted: n % 3 !== 1,
    }));
    const appended = (await Promise.all([records.slice(0, 200), records.slice(200)].map((some) => subject.log.append(some)))).flat();
    const read = new Map((await readToEnd(subject.log)).map((record) => [`${record.partition}:${record.offset}`, record]));
    for (const [index, { partition, offset, leaf }] of appended.entries()) {
      const isWanted = records[index]!.leafWanted;
      expect([index, leaf]).toEqual([index, isWanted ? leafHashText(read.get(`${partition}:${offset}`)!) : undefined]);
    }
  });

  it("puts a record that names a partition there, whatever its key", async () => {
    const last = subject.log.partitions - 1;
    const appended = await subject.log.append([0, last, last].map((partition) => ({ key: "", partition, value: "{}" })));
    expect(appended.map(({ partition, offset }) => [partition, offset])).toEqual([
      [0, 0],
      [last, last === 0 ? 1 : 0],
      [last, last === 0 ? 2 : 1],
    ]);
  });

  it("keeps the order of each key through 1,000 concurrent appends", async () => {
    const records = Array.from({ length: 1000 }, (_, n) => ({ key: `record-${n % 37}`, value: String(n) }));
    const appended = (await Promise.all(records.map((record) => subject.log.append([record])))).flat();
    const read = await readToEnd(subject.log);
    expect(read.length).toBe(1000);
    for (const [key, ofKey] of Map.groupBy(read, ({ key }) => key)) {
      expect(ofKey.map(({ value }) => value)).toEqual(records.filter((record) => record.key === key).map(({ value }) => value));
    }
    const positions = appended.map(({ partition, offset }) => `${partition}:${offset}`);
    expect(new Set(positions).size).toBe(1000);
    expect(formatWatermark(await subject.log.end())).toBe(formatWatermark(positionsOf(read)));
  });

  it("gives text back as it was: any script, control characters, nothing at all, 256 KiB", async () => {
    const texts = ["", "Қарағанды облысы", "🪨⛏", "a\u0000b\n\r\t", `"${"ұ".repeat(128 * 1024)}"`];
    const appended = await subject.log.append(texts.map((value) => ({ key: value.slice(0, 20), value })));
    const read = await readToEnd(subject.log);
    for (const [index, value] of texts.entries()) expect(read).toContainEqual({ ...appended[index], key: value.slice(0, 20), value });
  });

  it("takes an append of nothing, and is empty at first", async () => {
    expect(await subject.log.append([])).toEqual([]);
    expect(await subject.log.end()).toEqual(new Map());
  });

  it("refuses a record over 1 MiB for good, and takes what comes beside it", async () => {
    const refused = subject.log.append([{ key: "large", value: "x".repeat(1024 * 1024) }]);
    const taken = subject.log.append([{ key: "small", value: "x".repeat(1023 * 1024) }]);
    await expect(refused).rejects.toMatchObject({ code: "append_refused", retryable: false });
    expect((await taken).length).toBe(1);
  });

  it("refuses a partition that it does not have, and takes what comes beside it", async () => {
    for (const partition of [subject.log.partitions, 256, -1, 0.5]) {
      const refused = subject.log.append([{ key: "", partition, value: "{}" }]);
      const taken = subject.log.append([{ key: "a", value: "1" }]);
      await expect(refused).rejects.toMatchObject({ code: "append_refused", retryable: false });
      expect((await taken).length).toBe(1);
    }
  });

  it("refuses text that would not come back as it was given", async () => {
    await expect(subject.log.append([{ key: "a", value: "\ud83e" }])).rejects.toMatchObject({ code: "append_refused" });
    await expect(subject.log.append([{ key: "\udea8", value: "a" }])).rejects.toMatchObject({ code: "append_refused" });
  });
}

function pressureContract(subject: Subject): void {
  it("turns appends away while its queue is full, loses none it took, and takes more afterwards", async () => {
    await subject.log.close();
    subject.log = await subject.place.open({ queueBytesMax: 50_000 });
    const taken: string[] = [];
    // More than one wave: what was acknowledged must make room again.
    for (let wave = 0; wave < 5; wave++) {
      const values = Array.from({ length: 200 }, (_, n) => `${wave}/${n}`.padEnd(1000));
      const results = await Promise.allSettled(values.map((value) => subject.log.append([{ key: value, value }])));
      const turnedAway = results.flatMap((result) => (result.status === "rejected" ? [result.reason as EventLogError] : []));
      expect(turnedAway.length).toSatisfy((count: number) => count > 100 && count < 190);
      for (const error of turnedAway) expect(error).toMatchObject({ code: "log_unavailable", retryable: true });
      taken.push(...values.filter((_, index) => results[index]!.status === "fulfilled"));
    }
    const read = new Set((await readToEnd(subject.log)).map(({ value }) => value));
    for (const value of taken) expect(read).toContain(value);
  });

  it("refuses for good what its whole queue could not hold", async () => {
    await subject.log.close();
    subject.log = await subject.place.open({ queueBytesMax: 10_000 });
    const records = Array.from({ length: 20 }, () => ({ key: "a", value: "x".repeat(1000) }));
    await expect(subject.log.append(records)).rejects.toMatchObject({ code: "append_refused", retryable: false });
  });
}

function readContract(subject: Subject): void {
  it("begins behind the watermark it is given", async () => {
    await subject.log.append(Array.from({ length: 100 }, (_, n) => ({ key: `record-${n}`, value: String(n) })));
    const all = await readToEnd(subject.log);
    const after = positionsOf(all.slice(0, 40));
    const rest = await readToEnd(subject.log, after);
    expect(rest.length).toBe(60);
    for (const { partition, offset } of rest) expect(offset).toBeGreaterThan(after.get(partition) ?? -1);
  });

  it("hands on what is appended while several readers wait, in order, to each of them", async () => {
    const stop = new AbortController();
    const readers = Array.from({ length: 3 }, () => collect(subject.log, 300, stop));
    await nextIteration();
    for (let n = 0; n < 30; n++) {
      await Promise.all(Array.from({ length: 10 }, (_, m) => subject.log.append([{ key: `record-${m}`, value: `${n}` }])));
    }
    for (const records of await Promise.all(readers)) {
      for (const ofKey of Map.groupBy(records, ({ key }) => key).values()) {
        expect(ofKey.map(({ value }) => value)).toEqual(Array.from({ length: 30 }, (_, n) => `${n}`));
      }
    }
    stop.abort();
  });

  it("gives no more than recordsMax at a time, and never nothing", async () => {
    await subject.log.append(Array.from({ length: 100 }, (_, n) => ({ key: `record-${n}`, value: String(n) })));
    for (const recordsMax of [1, 7, 1000]) {
      const sizes: number[] = [];
      const read = await readToEnd(subject.log, new Map(), { recordsMax, onBatch: (batch) => sizes.push(batch.length) });
      expect(read.length).toBe(100);
      for (const size of sizes) expect(size).toSatisfy((records: number) => records >= 1 && records <= recordsMax);
    }
  });

  it("lets no busy partition starve the others", async () => {
    const keys = keyOfEachPartition(subject.log.partitions);
    await subject.log.append(Array.from({ length: 5000 }, () => ({ key: keys[0]!, value: "busy" })));
    await subject.log.append(keys.slice(1).map((key) => ({ key, value: "quiet" })));
    for (const recordsMax of [1, 50]) {
      const batches: (readonly LogRecord[])[] = [];
      await readToEnd(subject.log, new Map(), { recordsMax, onBatch: (batch) => batches.push(batch) });
      const first = batches.slice(0, subject.log.partitions).flat();
      expect(new Set(first.map(({ partition }) => partition)).size).toBe(subject.log.partitions);
    }
  });
}

function partitionsContract(subject: Subject): void {
  it("gives the records of those partitions only, all of them, and waits for no other", async () => {
    await subject.log.append(Array.from({ length: 200 }, (_, n) => ({ key: `record-${n}`, value: String(n) })));
    const all = await readToEnd(subject.log);
    for (const partitions of [[subject.log.partitions - 1], [0, subject.log.partitions - 1]]) {
      const expected = all.filter(({ partition }) => partitions.includes(partition));
      const stop = new AbortController();
      const read: LogRecord[] = [];
      // What is said of other partitions means nothing, even where it is ahead of the log.
      const after = new Map([[subject.log.partitions, 7]]);
      for await (const batch of subject.log.read(after, { recordsMax: 30, signal: stop.signal, partitions })) {
        read.push(...batch);
        if (read.length >= expected.length) stop.abort();
      }
      const inOrder = (records: readonly LogRecord[]) => records.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
      expect(inOrder(read)).toEqual(inOrder(expected));
    }
  });
}

function assignmentContract(subject: Subject): void {
  const everything = () => Array.from({ length: subject.log.partitions }, (_, partition) => partition);

  it("gives a member that is alone all partitions, and ends when its signal aborts", async () => {
    const stop = new AbortController();
    let last: readonly number[] | null = null;
    for await (const partitions of subject.log.assignments("sharing", { signal: stop.signal })) {
      last = partitions;
      if (partitions?.length === subject.log.partitions) stop.abort();
    }
    expect(last).toEqual(everything());
  });

  it("ends when the log closes", async () => {
    const seen: (readonly number[] | null)[] = [];
    for await (const partitions of subject.log.assignments("sharing", { signal: new AbortController().signal })) {
      seen.push(partitions);
      if (partitions?.length === subject.log.partitions) void subject.log.close();
    }
    expect(seen.at(-1)).toEqual(everything());
  });
}

function readEndContract(subject: Subject): void {
  it("ends a waiting read when its signal aborts, and one that was aborted before at once", async () => {
    const stop = new AbortController();
    const waiting = collect(subject.log, 1, stop);
    await nextIteration();
    stop.abort();
    expect(await waiting).toEqual([]);
    await subject.log.append([{ key: "a", value: "1" }]);
    expect(await collect(subject.log, 1, stop)).toEqual([]);
  });

  it("ends waiting reads when the log closes", async () => {
    const waiting = collect(subject.log, 1, new AbortController());
    await nextIteration();
    await subject.log.close();
    expect(await waiting).toEqual([]);
  });

  it("says so when a reader is ahead of the log, since durable records would be gone", async () => {
    await subject.log.append([{ key: "a", value: "1" }]);
    const partition = partitionOfKey("a", subject.log.partitions);
    for (const after of [new Map([[partition, 1]]), new Map([[subject.log.partitions, 0]])]) {
      const reading = subject.log.read(after, { recordsMax: 10, signal: new AbortController().signal });
      await expect(reading[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "log_corrupt", retryable: false });
    }
  });
}

function commitContract(subject: Subject): void {
  it("remembers each group by itself, through a restart, and never goes back", async () => {
    expect(await subject.log.committed("aggregator")).toEqual(new Map());
    await subject.log.commit("aggregator", parseWatermark("0:5,1:7")!);
    await subject.log.commit("aggregator", parseWatermark("0:3,1:9,2:0")!);
    await subject.log.commit("relay", new Map([[0, 1]]));
    await subject.log.commit("relay", new Map());
    await subject.log.close();
    subject.log = await subject.place.open();
    expect(formatWatermark(await subject.log.committed("aggregator"))).toBe("0:5,1:9,2:0");
    expect(formatWatermark(await subject.log.committed("relay"))).toBe("0:1");
  });
}

function closeContract(subject: Subject): void {
  it("lets appends under way end, and keeps them", async () => {
    const appending = Array.from({ length: 50 }, (_, n) => subject.log.append([{ key: `record-${n}`, value: String(n) }]));
    await subject.log.close();
    const appended = (await Promise.all(appending)).flat();
    subject.log = await subject.place.open();
    const read = await readToEnd(subject.log);
    expect(read.length).toBe(50);
    for (const [n, position] of appended.entries()) expect(read).toContainEqual({ ...position, key: `record-${n}`, value: String(n) });
  });

  it("may be asked twice, and answers log_closed afterwards", async () => {
    await Promise.all([subject.log.close(), subject.log.close()]);
    await subject.log.close();
    const reading = subject.log.read(new Map(), { recordsMax: 1, signal: new AbortController().signal });
    const closed = { code: "log_closed", retryable: false };
    await expect(subject.log.append([{ key: "a", value: "1" }])).rejects.toMatchObject(closed);
    await expect(subject.log.commit("a", new Map())).rejects.toMatchObject(closed);
    await expect(subject.log.committed("a")).rejects.toMatchObject(closed);
    await expect(subject.log.end()).rejects.toMatchObject(closed);
    await expect(reading[Symbol.asyncIterator]().next()).rejects.toMatchObject(closed);
  });
}

function positionsOf(records: readonly LogRecord[]): Map<number, number> {
  return new Map(records.map(({ partition, offset }) => [partition, offset]));
}

function keyOfEachPartition(partitions: number): string[] {
  const keys = Array.from({ length: 1000 }, (_, n) => `record-${n}`);
  return Array.from({ length: partitions }, (_, partition) => keys.find((key) => partitionOfKey(key, partitions) === partition)!);
}

/** The first `count` records from the beginning, or fewer where the read ends. */
async function collect(log: EventLog, count: number, stop: AbortController): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of log.read(new Map(), { recordsMax: 64, signal: stop.signal })) {
    records.push(...batch);
    if (records.length >= count) break;
  }
  return records;
}
