import { describe, expect, test } from "vitest";
import { settlementOf } from "./settlement.ts";

const at = (second: number) => Date.UTC(2026, 10, 22, 0, 0, second);

/** The second of now; of each partition the second of the last published record, its offset and the end of the log: `10 3/5`. */
function moment(nowSecond: number, ...partitions: readonly string[]) {
  const effectiveAt: Record<string, string> = {};
  const [published, end] = [new Map<number, number>(), new Map<number, number>()];
  for (const [partition, text] of partitions.entries()) {
    const [second = "-", last = "-", durable = "-"] = text.split(/[ /]/);
    if (second !== "-") effectiveAt[partition] = new Date(at(Number(second))).toISOString();
    if (last !== "-") published.set(partition, Number(last));
    if (durable !== "-") end.set(partition, Number(durable));
  }
  const cut = { watermark: "", partitions: partitions.length, effectiveAt, fold: 1, exposureVersion: "0", recordsSinceCut: 0 };
  return { cut, published, end, nowMs: at(nowSecond) };
}

/** `records` as partition and offset. */
const open = (records: Readonly<Record<number, number>>, ticks: readonly number[]) => ({
  state: "open",
  records: new Map(Object.entries(records).map(([partition, offset]) => [Number(partition), offset])),
  ticks,
});

describe("an instant that the clock has passed", () => {
  test("is settled once every partition holds a later record", () => {
    expect(settlementOf(at(9), moment(60, "10 3/3", "11 0/0"))).toEqual({ state: "settled" });
  });

  test("is not settled by a record of that very instant: it is part of the answer, and another may follow", () => {
    expect(settlementOf(at(10), moment(60, "10 3/3", "11 0/0"))).toEqual(open({}, [0]));
  });

  test("needs a tick where nothing later stands, and where nothing stands at all", () => {
    expect(settlementOf(at(30), moment(60, "10 3/3", "- -/-", "40 7/7"))).toEqual(open({}, [0, 1]));
  });

  test("waits for what is durable and not folded, instead of a tick", () => {
    expect(settlementOf(at(30), moment(60, "10 3/5", "- -/0", "10 1/1"))).toEqual(open({ 0: 5, 1: 0 }, [2]));
  });
});

describe("an instant later than the clock", () => {
  test("is still to come where no record is later", () => {
    expect(settlementOf(at(61), moment(60, "10 3/3"))).toEqual({ state: "to_come" });
    expect(settlementOf(at(61), moment(60, "- -/-"))).toEqual({ state: "to_come" });
  });

  test("is settled all the same where every partition holds a later record: the clock was set back", () => {
    expect(settlementOf(at(61), moment(60, "70 3/3", "62 0/0"))).toEqual({ state: "settled" });
  });

  test("waits for the clock where some partition has a record as late: no tick of now would be later", () => {
    expect(settlementOf(at(70), moment(60, "70 3/3", "10 0/0"))).toEqual(open({}, []));
  });

  test("is not refused before everything durable is folded, since that may be later", () => {
    expect(settlementOf(at(61), moment(60, "10 3/5", "10 0/0"))).toEqual(open({ 0: 5 }, []));
  });
});

test("the moment itself is not over yet: it takes no tick, and is not refused", () => {
  expect(settlementOf(at(60), moment(60, "10 3/3"))).toEqual(open({}, []));
});
