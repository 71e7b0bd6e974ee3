import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { columnsOf, csvPieces, toCsv } from "./csv-table.ts";

describe("toCsv", () => {
  it("flattens nested values and keeps the digits of JSON", () => {
    const columns = ["period", "injured", "injuredPrevious", "injuredChangePercent", "rate"];
    const row = { period: "2026", injured: { value: 1430, previous: 1568, changePercent: -8.8 }, rate: 1e-7 };
    const csv = toCsv({ columns, rows: [row] });
    expect(csv).toBe(`${columns.join(",")}\r\n2026,1430,1568,-8.8,${JSON.stringify(1e-7)}\r\n`);
  });

  it("gives the header alone for no rows, empty cells for unknown, quotes where needed", () => {
    expect(toCsv({ columns: ["a", "b"], rows: [] })).toBe("a,b\r\n");
    const text = 'Жарақат, "қаза"\r\nжол';
    const csv = toCsv({ columns: ["a", "b", "c"], rows: [{ a: null, c: text }] });
    expect(parse(csv, { columns: true })).toEqual([{ a: "", b: "", c: text }]);
  });

  it.each(["=1+1", "+1", "-1", "@a"])("never lets a spreadsheet run %s", (mine) => {
    expect(parse(toCsv({ columns: ["mine"], rows: [{ mine }] }))[1]).toEqual([`'${mine}`]);
  });

  it("never where it is cut at a semicolon or a tab, within quotes or not, either", () => {
    for (const mine of ["A;=1", 'A";=1', "A,b;=1", "A\t=1"]) {
      const line = toCsv({ columns: ["mine"], rows: [{ mine }] }).split("\r\n")[1]!;
      expect(line.split(/[;\t]/)[1], line).toMatch(/^'=1/);
    }
    expect(parse(toCsv({ columns: ["mine"], rows: [{ mine: "\t=1" }] }))[1]).toEqual(["'\t'=1"]);
  });

  it("writes booleans as JSON does", () => {
    expect(toCsv({ columns: ["contractor", "partial"], rows: [{ contractor: false, partial: true }] })).toBe(
      "contractor,partial\r\nfalse,true\r\n",
    );
  });
});

describe("columnsOf", () => {
  it("names the columns of a schema, nested ones as their rows are flattened", () => {
    const row = z.object({ code: z.string().nullable(), injured: z.object({ value: z.number(), previous: z.number() }) });
    expect(columnsOf(row)).toEqual(["code", "injured", "injuredPrevious"]);
  });
});

it("for a spreadsheet: a byte order mark and semicolons, the same digits, and harmless text", () => {
  const table = { columns: ["mine", "rate"], rows: [{ mine: "=1;2", rate: 0.305411 }] };
  expect([...csvPieces(table, { excel: true })].join("")).toBe(`\uFEFFmine;rate\r\n"'=1;2";0.305411\r\n`);
});
