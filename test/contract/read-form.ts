/** Reads tables in the forms that have rows, by libraries that no service uses for it. */
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import { parquetReadObjects } from "hyparquet";

export type Row = Readonly<Record<string, unknown>>;

/** Rows of each form that has rows, as they were written. */
export const readers = {
  csv: (body) => parse(body, { columns: true }),
  xlsx: (body) => sheetRows(strFromU8(unzipSync(body)["xl/worksheets/sheet1.xml"]!)),
  parquet: (body) => parquetReadObjects({ file: body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer }),
} as const satisfies Readonly<Record<string, (body: Buffer) => Promise<Row[]> | Row[]>>;

interface SheetCell {
  readonly column: string;
  readonly isNumber: boolean;
  readonly value: string | boolean;
}

/** The cells of each row of a sheet as they are written: text, inline or by its place in the workbook's list, numbers, and truths as 0 and 1. */
export function sheetCells(xml: string, shared: readonly string[] = []): SheetCell[][] {
  const valueOf = (kind: string, written: string) => {
    if (kind.includes('t="b"')) return written === "1";
    return kind.includes('t="s"') ? shared[Number(written)]! : written;
  };
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/g)].map(([, line]) =>
    [...line!.matchAll(/<c r="([A-Z]+)\d+"((?:[^>/]|\/(?!>))*)>.*?<(?:v|t)[^>]*>(.*?)<\/(?:v|t)>/g)].map(([, column, kind, written]) => ({
      column: column!,
      isNumber: !/ t="/.test(kind!),
      value: valueOf(kind!, written!),
    })),
  );
}

function sheetRows(xml: string): Row[] {
  const [head = [], ...lines] = sheetCells(xml);
  const names = new Map(head.map(({ column, value }) => [column, String(value)]));
  return lines.map((line) => Object.fromEntries(line.map(({ column, value }) => [names.get(column)!, value])));
}
