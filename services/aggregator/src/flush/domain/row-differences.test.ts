import { noDetails, noDimensions, noFigures } from "@qorgau/schemas/rows/published";
import type { UnversionedRow } from "@qorgau/schemas/rows/published";
import { expect, test } from "vitest";
import { monthRow, rowDifferences } from "./row-differences.ts";

const row = (cell: string, changed: Partial<UnversionedRow> = {}): UnversionedRow => ({
  grain: "case",
  cell,
  date: "2026-02-03",
  ...noDetails,
  ...noDimensions,
  ...noFigures,
  cases: 1,
  payload: "{}",
  ...changed,
});
const rows = (...all: readonly UnversionedRow[]) => new Map(all.map((one) => [one.cell, one]));

test("the same rows do not differ, whatever else stands", () => {
  expect(rowDifferences(["a", "b"], rows(row("a"), row("c")), rows(row("a")))).toEqual([]);
});

test("every column that differs is told with both values, but for payloads", () => {
  const published = rows(row("a", { cases: 2, region: "KZ-75", payload: '{"records":[["urn:x","case","1"]]}' }));
  const [difference] = rowDifferences(["a"], published, rows(row("a", { region: "KZ-35" })));
  expect(difference).toMatchObject({ grain: "case", cell: "a", right: { region: "KZ-35", cases: 1 } });
  expect(difference?.columns).toEqual([
    { column: "region", published: "KZ-75", recounted: "KZ-35" },
    { column: "cases", published: 2, recounted: 1 },
    { column: "payload", published: "(text)", recounted: "(text)" },
  ]);
});

test("a row that should not be there is to be empty, one that is missing is to be there", () => {
  const [ghost, missing] = rowDifferences(["a", "b"], rows(row("a")), rows(row("b")));
  expect(ghost?.right).toEqual(row("a", { cases: 0, payload: "" }));
  expect(missing?.right).toEqual(row("b"));
});

test("no row, an empty row and a month of zeros are the same", () => {
  const empty = row("a", { cases: 0, payload: "", date: "1970-01-01" });
  expect(rowDifferences(["a"], rows(empty), rows())).toEqual([]);
  expect(rowDifferences(["a"], rows(), rows(empty))).toEqual([]);
  expect(rowDifferences(["2026-01|KZ"], rows(), rows(monthRow("2026-01|KZ|||||||", noFigures)))).toEqual([]);
});

test("a month's row is made of its cell's name", () => {
  const figures = { ...noFigures, cases: 3, accidents: 2 };
  expect(monthRow("2026-01|KZ|KZ-35|B|05|fatal|accident|reported|yes", figures)).toEqual({
    grain: "month",
    cell: "2026-01|KZ|KZ-35|B|05|fatal|accident|reported|yes",
    date: "2026-01-01",
    ...noDetails,
    ...noDimensions,
    country: "KZ",
    region: "KZ-35",
    sector: "B",
    division: "05",
    severity: "fatal",
    kind: "accident",
    evidence: "reported",
    work_related: "yes",
    ...figures,
    payload: "",
  });
});
