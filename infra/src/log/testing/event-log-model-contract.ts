/** The law behind the examples: whatever is done in whatever order, a log is an array per partition and a number per group and partition. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { LogPlace } from "./event-log-contract.ts";
import type { EventLog, LogAppend, LogRecord } from "../event-log.ts";
import { partitionOfKey } from "../../kafka/partition-of-key.ts";
import { readToEnd } from "../read-to-end.ts";

type Step =
  | { readonly do: "append"; readonly appends: readonly (readonly LogAppend[])[] }
  | { readonly do: "read"; readonly recordsMax: number; readonly behind: number }
  | { readonly do: "commit"; readonly group: string; readonly partition: number; readonly offset: number }
  | { readonly do: "reopen" };

const text = fc.string({ unit: "binary", maxLength: 20 }).filter((value) => value.isWellFormed());
const record = fc.record({ key: fc.oneof(fc.constantFrom("a", "b", "c"), text), value: text });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("append" as const), appends: fc.array(fc.array(record, { maxLength: 5 }), { maxLength: 8 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("read" as const), recordsMax: fc.integer({ min: 1, max: 9 }), behind: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("commit" as const),
      group: fc.constantFrom("x", "y"),
      partition: fc.nat(2),
      offset: fc.nat(50),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

/** An array per partition, and what was committed. */
class Model {
  readonly partitions: LogRecord[][];
  readonly committed = new Map<string, Map<number, number>>();

  constructor(partitions: number) {
    this.partitions = Array.from({ length: partitions }, () => []);
  }

  append({ key, value }: LogAppend, timestampMs: number): LogRecord {
    const partition = partitionOfKey(key, this.partitions.length);
    const records = this.partitions[partition]!;
    const appended = { partition, offset: records.length, timestampMs, key, value };
    records.push(appended);
    return appended;
  }

  commit(group: string, partition: number, offset: number): void {
    const watermark = this.committed.get(group) ?? new Map<number, number>();
    watermark.set(partition, Math.max(offset, watermark.get(partition) ?? 0));
    this.committed.set(group, watermark);
  }
}

export function modelContract(subject: { log: EventLog }, makePlace: () => Promise<LogPlace>): void {
  it("equals a plain array per partition, whatever is appended, read, committed and opened again", async () => {
    const { partitions } = subject.log;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const place = await makePlace();
        let log = await place.open();
        const model = new Model(partitions);
        for (const one of steps) {
          if (one.do !== "reopen") await take(one, log, model);
          else {
            await log.close();
            log = await place.open();
          }
        }
        await compare(log, model, 1000, 0);
        await log.close();
        await place.remove();
      }),
      { numRuns: 30 },
    );
  });
}

async function take(one: Exclude<Step, { do: "reopen" }>, log: EventLog, model: Model): Promise<void> {
  if (one.do === "read") return compare(log, model, one.recordsMax, one.behind);
  if (one.do === "commit") {
    model.commit(one.group, one.partition, one.offset);
    return log.commit(one.group, new Map([[one.partition, one.offset]]));
  }
  const responses = await Promise.all(one.appends.map((records) => log.append(records)));
  for (const [index, records] of one.appends.entries()) {
    expect(responses[index]).toHaveLength(records.length);
    for (const [at, record] of records.entries()) {
      const response = responses[index]![at]!;
      const expected = model.append(record, response.timestampMs);
      expect(response).toEqual({ partition: expected.partition, offset: expected.offset, timestampMs: expected.timestampMs });
    }
  }
}

/** Reads from `behind` records into each partition. */
async function compare(log: EventLog, model: Model, recordsMax: number, behind: number): Promise<void> {
  const start = model.partitions.map((records) => Math.min(behind, records.length));
  const after = new Map([...start.entries()].filter(([, records]) => records > 0).map(([partition, records]) => [partition, records - 1]));
  const read = await readToEnd(log, after, { recordsMax });
  for (const [partition, records] of model.partitions.entries()) {
    expect(read.filter((one) => one.partition === partition)).toEqual(records.slice(start[partition]));
  }
  for (const group of ["x", "y"]) expect(await log.committed(group)).toEqual(model.committed.get(group) ?? new Map());
}
