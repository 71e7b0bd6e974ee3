/** Tables as Parquet, JSON-stat and CSV on the Web. Every form of one response is compared in `test/contract/forms.contract.ts`. */
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { z } from "zod";
import { cubeOf, meaningsOf } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";
import { csvwMetadata } from "./csvw-metadata.ts";
import { jsonStatDataset, rowMajorIndex } from "./json-stat.ts";
import { parquetPieces } from "./parquet-pieces.ts";

const meanings = meaningsOf(
  z.object({
    region: z.string().nullable().optional().describe("Of occurrence."),
    count: z.number().int(),
    rate: z.number().nullable().describe("Six significant digits."),
    running: z.literal(true).optional(),
    previous: z.object({ rate: z.number().nullable() }).optional(),
    ids: z.array(z.string()),
  }),
);
const columns = Object.keys(meanings);

function parquetOf(table: Table): ArrayBuffer {
  const bytes = Buffer.concat([...parquetPieces(table, { watermark: "0:812", asOf: null, rules: 2 })]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

test("the type of a column is the contract's, whatever the rows hold", () => {
  expect(Object.entries(meanings).map(([name, { type }]) => [name, type])).toEqual([
    ["region", "text"],
    ["count", "integer"],
    ["rate", "number"],
    ["running", "truth"],
    ["previousRate", "number"],
    ["ids", "text"],
  ]);
  expect(meanings["region"]?.description).toBe("Of occurrence.");
});

/** The columns of whole numbers are counts of records, so that a fraction is a fault of the service: it is neither rounded nor left out. */
test("a fraction among whole numbers is no Parquet file", () => {
  expect(() => parquetOf({ columns, rows: [{ count: 1.5 }], meanings })).toThrow(RangeError);
});

test("Parquet keeps every digit, null and text, over several row groups, with the facts of the response", async () => {
  const rows = Array.from({ length: 5_000 }, (_, place) => ({
    region: place % 3 === 0 ? null : "Қарағанды",
    count: place,
    rate: place % 2 === 0 ? 0.305411 * 1.1 ** (place % 50) : null,
    ...(place % 5 === 0 ? { running: true } : {}),
    previous: { rate: 1e-7 },
    ids: ["a", "b"],
  }));
  const file = parquetOf({ columns, rows, meanings });
  const { schema, key_value_metadata: facts, row_groups: groups } = parquetMetadata(file);
  expect(schema.slice(1).map(({ type }) => type)).toEqual(["BYTE_ARRAY", "INT64", "DOUBLE", "BOOLEAN", "DOUBLE", "BYTE_ARRAY"]);
  expect([facts, groups.length]).toEqual([
    [
      { key: "watermark", value: "0:812" },
      { key: "rules", value: "2" },
    ],
    3,
  ]);
  const read = await parquetReadObjects({ file });
  expect(read).toEqual(
    rows.map(({ region, count, rate, running = null, previous }) => ({
      region,
      count: BigInt(count),
      rate,
      running,
      previousRate: previous.rate,
      ids: '["a","b"]',
    })),
  );
  expect(parquetMetadata(parquetOf({ columns, rows: [], meanings })).num_rows).toBe(0n);
});

/** METHODS, section 10. */
test("row-major order: in a cube of 2 x 3 x 4 the cell (1, 2, 3) is the last, of index 23", () => {
  expect(rowMajorIndex([2, 3, 4], [1, 2, 3])).toBe(23);
  expect(rowMajorIndex([2, 3, 4], [0, 1, 0])).toBe(4);
});

function datasetOf(table: Pick<Table, "rows">, dimensions: readonly string[]): Record<string, unknown> {
  const cube = cubeOf(columns, meanings, { dimensions, time: "period", status: (row) => (row["running"] === true ? "P" : "A") });
  const steps = jsonStatDataset({ ...table, meanings, cube }, { label: "rates", facts: { watermark: "0:812" }, language: "en" });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value as Record<string, unknown>;
  }
}

test("JSON-stat: codes sorted, unknown last, a value and a status for each figure, null where there is no row", () => {
  const rows = [
    { period: "2025", region: "KZ-63", count: 3, rate: 0.5, running: true },
    { period: "2025", region: null, count: 1, rate: null },
    { period: "2026", region: "KZ-35", count: 92, rate: 0.305411 },
  ];
  expect(datasetOf({ rows }, ["period", "region"])).toMatchObject({
    version: "2.0",
    id: ["period", "region", "figure"],
    size: [2, 3, 3],
    role: { time: ["period"], metric: ["figure"] },
    dimension: {
      region: { category: { index: ["KZ-35", "KZ-63", "unknown"], label: { "KZ-35": "Karaganda Region" } } },
      figure: { category: { index: ["count", "rate", "previousRate"], note: { rate: ["Six significant digits."] } } },
    },
    value: [null, null, null, 3, 0.5, null, 1, null, null, 92, 0.305411, null, ...Array.from({ length: 6 }, () => null)],
    status: [null, null, null, "P", "P", "P", "A", "A", "A", "A", "A", "A", ...Array.from({ length: 6 }, () => null)],
    extension: { watermark: "0:812" },
  });
});

test("a cube of more than 100,000 cells lists those that have a value", () => {
  const rows = Array.from({ length: 200 }, (_, place) => ({ period: `${place}`, region: `R${place}`, count: place }));
  const { size, value } = datasetOf({ rows }, ["period", "region"]);
  expect(size).toEqual([200, 200, 3]);
  expect(Object.keys(value as object)).toHaveLength(200);
  // "10" sorts second, as its region does.
  expect(value).toMatchObject({ [rowMajorIndex([200, 200, 3], [2, 2, 0])]: 10 });
});

test("CSV on the Web: a column's type and description, and the dialect of the file", () => {
  const described = { url: "?format=csv", title: "rates", facts: { rules: 2 }, excel: true, language: "kk" as const };
  expect(csvwMetadata({ columns: ["region", "count", "other"], rows: [], meanings }, described)).toMatchObject({
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url: "?format=csv",
    dialect: { delimiter: ";" },
    notes: [{ rules: 2 }],
    tableSchema: {
      columns: [
        { name: "region", datatype: "string", "dc:description": "Of occurrence.", null: "" },
        { name: "count", datatype: "integer" },
        { name: "other", datatype: "string" },
      ],
    },
  });
});
