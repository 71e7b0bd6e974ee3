import { expect, test } from "vitest";
import { acknowledgementsAsCsv, acknowledgementsAsLines } from "./acknowledgements.ts";
import { csvHeader, csvLines } from "./csv-text.ts";
import { columnLetters, placeInEvent, placeInTable } from "./fault-place.ts";

const result = { index: 4, id: "=1", source: "urn:a", subject: 'a;"b', revision: 1 };

test("acknowledgements are kept with the row of the file; what would be a formula stays a text", () => {
  const rows = [
    { row: 7, result: { ...result, status: "accepted" as const, position: "0:8", recordedAt: "2026-11-29T00:00:00.000Z" } },
    { row: 9, result: { ...result, status: "rejected" as const, errors: [{ rule: "QG-0421", pointer: "", message: "" }] } },
  ];
  expect(acknowledgementsAsCsv(rows).split("\r\n")).toEqual([
    `7;'=1;urn:a;"a;""b";1;accepted;0:8;2026-11-29T00:00:00.000Z;;`,
    `9;'=1;urn:a;"a;""b";1;rejected;;;QG-0421;`,
    "",
  ]);
  expect(JSON.parse(acknowledgementsAsLines(rows).split("\n")[0]!)).toMatchObject({ row: 7, id: "=1", position: "0:8" });
});

test.each([
  ["=1+1", "'=1+1"],
  ["A;=cmd|'/C calc'!A0;B", `"A;'=cmd|'/C calc'!A0;B"`],
  ["A,=1", "A,'=1"],
  ["A\t@SUM(1)", "A\t'@SUM(1)"],
  ['A";+1', `"A"";'+1"`],
  ["A\r\n-1", `"A\r\n'-1"`],
  ["＝1", "'＝1"],
  ["№ 7-a = b", "№ 7-a = b"],
])("%j of a file is no formula in what is kept of it, wherever a spreadsheet cuts the line", (cell, written) => {
  expect(csvLines([["1", cell]])).toBe(`1;${written}\r\n`);
});

test("a table begins with a byte order mark", () => {
  expect(csvHeader(["a", "b;c"])).toBe('\uFEFFa;"b;c"\r\n');
});

test("a fault of a table is told by the column that holds its member, or a part of it", () => {
  const row = { header: ["№", "БИН"], pointers: ["/subject", "/data/employer/bin"], cells: ["1", "12"] };
  expect(placeInTable("/data/employer/bin", row)).toEqual({ place: "БИН (B)", cell: "12" });
  expect(placeInTable("/data/employer", row)).toEqual({ place: "БИН (B)", cell: "12" });
  expect(placeInTable("/data/severity", row)).toBe(null);
  expect(placeInTable("", row)).toBe(null);
});

test("columns have the letters of spreadsheets", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

test("a fault of an event is told by its pointer and what stands there", () => {
  const event = { data: { "a/b": ["x".repeat(99)], n: 5 } };
  expect(placeInEvent("/data/n", event)).toEqual({ place: "/data/n", cell: "5" });
  expect(placeInEvent("/data/a~1b/0", event).cell).toBe(`${"x".repeat(60)}…`);
  expect(placeInEvent("/data/none", event).cell).toBe("");
  expect(placeInEvent("", event)).toEqual({ place: "", cell: "" });
});
