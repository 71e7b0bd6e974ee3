import { expect, test } from "vitest";
import { isBlockLate, oneLookQuery, publishedRow, rowsOfOneLook } from "./snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

const part: SnapshotPart = {
  name: "counts",
  texts: "groupArray(key)",
  from: "FROM published",
  withCut: { from: "FROM published FINAL", textsMax: 5 },
  parameters: {},
};
const watermark = `watermark||${(7n << 32n) + 3n}|{"watermark":"0:1|2"}`;
const epoch = `generation|${"7".padStart(20, "0")}|${"0".padStart(20, "0")}|${(7n << 32n) + 3n}|`;
const rows: SnapshotRow[] = [
  { part: "counts", texts: ["2024-01-01|KZ-10", watermark], figures: [[1, 0], [], [2, 0]] },
  { part: "counts", texts: [epoch, "2024-01-01|KZ-35"], figures: [[0, 3], [], [0, 4]] },
];

test("rows of the cut are told from those of the part, with their figures", () => {
  const read = rowsOfOneLook(rows, [part])!;
  expect(read.filter((row) => row.part === "counts")).toEqual([
    { part: "counts", texts: ["2024-01-01|KZ-10"], figures: [[1], [], [2]] },
    { part: "counts", texts: ["2024-01-01|KZ-35"], figures: [[3], [], [4]] },
  ]);
  expect(publishedRow(read)).toEqual({ version: String((7n << 32n) + 3n), payload: '{"watermark":"0:1|2"}' });
  expect(isBlockLate(read)).toBe(false);
});

test("where the limit may have left rows of the cut out, nothing is taken from them", () => {
  expect(rowsOfOneLook(rows, [{ ...part, withCut: { from: "", textsMax: 4 } }])).toBeNull();
});

test("several parts, and one that has no such form, need several looks", () => {
  const { withCut: _, ...without } = part;
  expect(oneLookQuery([part])?.sql).toContain("FROM published FINAL");
  expect(oneLookQuery([])?.sql).toContain("'cut' AS part");
  expect([oneLookQuery([part, part]), oneLookQuery([without])]).toEqual([null, null]);
});
