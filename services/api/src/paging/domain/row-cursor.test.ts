import * as fc from "fast-check";
import { expect, test } from "vitest";
import { writePageCursor } from "./page-cursor.ts";
import { parseRatesQuery } from "../../rates/domain/parameters/rates-query.ts";
import { readRowCursor, writeRowCursor } from "./row-cursor.ts";

const parsed = parseRatesQuery(new URLSearchParams("region=KZ-35"));
if ("errors" in parsed) throw new Error("the question is faulty");
const { query } = parsed;
const read = (text: string) => readRowCursor(text, "/v1/explain", query);
const place = (after: string) => ({ watermark: new Map([[0, 1]]), after });
const written = (after: string) => writePageCursor(["/v1/explain", "case ids", query], place(after));

test("a cursor reads as it was written", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (after) => {
      const cursor = { watermark: new Map([[3, 0]]), after };
      expect(read(writeRowCursor("/v1/explain", query, cursor))).toEqual(cursor);
    }),
  );
});

test("a place that is no number of a case id is none, even where somebody bound it to the question", () => {
  for (const after of ["", "03", "-1", "one", String(2n ** 256n), "1e3"]) expect(read(written(after)), after).toBeNull();
  expect(read(written("7"))).not.toBeNull();
  // As written while the cases of a row were in the order of their records.
  expect(read(writePageCursor(["/v1/explain", query], place("7")))).toBeNull();
});
