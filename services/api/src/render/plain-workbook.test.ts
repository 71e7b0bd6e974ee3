/** The workbook of any table: what a spreadsheet finds in it. Python's readers try it in `test/end-to-end/workbooks.test.ts`. */
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { columnLetters } from "@qorgau/infra/http/responses/xlsx-xml";
import { xlsxPieces } from "@qorgau/infra/http/responses/xlsx-pieces";

const about = { title: "qorgau-rates", facts: { watermark: "0:812", asOf: null, rules: 2 } };

function filesOf(table: Table): Record<string, string> {
  const bytes = Buffer.concat([...xlsxPieces(table, about, "ru")]);
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));
}
const sheetOf = (table: Table) => filesOf(table)["xl/worksheets/sheet1.xml"] ?? "";

test("numbers are the digits of the JSON, unknown is no cell, a boolean is one", () => {
  const sheet = sheetOf({ columns: ["rate", "none", "is", "large"], rows: [{ rate: 0.305411, none: null, is: true, large: 1e-7 }] });
  expect(sheet).toContain('<row r="2"><c r="A2"><v>0.305411</v></c><c r="C2" t="b"><v>1</v></c><c r="D2"><v>1e-7</v></c></row>');
});

test("text is text whatever it begins with: no cell is a formula", () => {
  const texts = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/C calc'!A0", "\t=1"];
  const sheet = sheetOf({ columns: ["text"], rows: texts.map((text) => ({ text })) });
  expect(sheet).not.toMatch(/<f[ >/]/);
  for (const [place, text] of texts.entries()) {
    expect(sheet).toContain(`<c r="A${place + 2}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`);
  }
});

test("what XML or a spreadsheet cannot hold is escaped or cut, and the file stays readable", () => {
  const rows = ["\u0001", "\ud800", "a\r\nb", "_x0041_", "<&>", "x".repeat(40_000)].map((text) => ({ text }));
  const sheet = sheetOf({ columns: ["text"], rows });
  for (const text of [">_x0001_<", ">_xD800_<", ">a_x000D_\nb<", ">_x005F_x0041_<", ">&lt;&amp;&gt;<"]) expect(sheet).toContain(text);
  expect(sheet).toContain(`>${"x".repeat(32_763)} […]<`);
});

test("nested values are flattened as in CSV, lists are their JSON, and columns go on behind Z", () => {
  const sheet = sheetOf({ columns: ["injured", "injuredPrevious", "list"], rows: [{ injured: { value: 2, previous: 1 }, list: ["a"] }] });
  expect(sheet).toContain('<c r="A2"><v>2</v></c><c r="B2"><v>1</v></c><c r="C2" t="inlineStr"><is><t xml:space="preserve">["a"]</t>');
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

test("a second sheet says of what cut the table is, in the workbook's language; the same table is the same bytes", () => {
  const table = { columns: ["count"], rows: Array.from({ length: 100 }, (_, count) => ({ count })) };
  const files = filesOf(table);
  expect(files["xl/workbook.xml"]).toContain('name="Данные"');
  expect(files["xl/workbook.xml"]).toContain('name="О таблице"');
  expect(files["xl/worksheets/sheet2.xml"]).toContain('<t xml:space="preserve">0:812</t>');
  expect(files["xl/worksheets/sheet1.xml"]?.match(/<row /g)).toHaveLength(101);
  expect(filesOf(table)).toEqual(files);
});
