import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { readRecords } from "./read-records.ts";

const format = { title: "a list of notes", encoding: "windows-1252", columns: ["key", "note"] } as unknown as ImportFormat;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qorgau-records-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(path: string, of = format): Promise<ImportRecord[]> {
  const records: ImportRecord[] = [];
  for await (const record of readRecords(path, { format: of })) records.push(record);
  return records;
}

async function recordsOf(name: string, content: Uint8Array, of = format) {
  const path = join(folder, name);
  await writeFile(path, content);
  return read(path, of);
}

// 0x92 is a typographic apostrophe in Windows-1252 and a control character in Latin-1.
const csv = Buffer.from('key,note\r\n1,"worker\x92s\nsecond line, ""quoted"""\r\n2,plain\r\n', "latin1");
const expected = [
  { row: 1, values: { key: "1", note: 'worker’s\nsecond line, "quoted"' } },
  { row: 2, values: { key: "2", note: "plain" } },
];

test("line breaks, commas and quotes inside quotes belong to the field; Windows-1252 is read as such", async () => {
  expect(await recordsOf("plain.csv", csv)).toEqual(expected);
});

test("a gzip file reads the same", async () => {
  expect(await recordsOf("packed.csv.gz", gzipSync(csv))).toEqual(expected);
});

test("a file of another kind is refused with the columns it lacks", async () => {
  await expect(recordsOf("other.csv", Buffer.from("id,note\n1,x\n"))).rejects.toThrow('lacks the column "key"');
});

test("a file cut off in the middle is told, not taken for a short one", async () => {
  await expect(recordsOf("cut.csv.gz", gzipSync(csv).subarray(0, 40))).rejects.toMatchObject({ code: "file_unreadable" });
  await expect(recordsOf("open.csv", Buffer.from('key,note\n1,"never closed\n'))).rejects.toMatchObject({ code: "file_unreadable" });
});

test("a file that is not there is told by name", async () => {
  await expect(read(join(folder, "missing.csv"))).rejects.toThrow("missing.csv");
});

test("what a spreadsheet makes of the file is read as the same: byte order marks, UTF-16, other separators, a line that names one", async () => {
  const plain = "key,note\r\n1,Ақтөбе — “cut”\r\n";
  const same = [{ row: 1, values: { key: "1", note: "Ақтөбе — “cut”" } }];
  const bigEndian = (text: string) => Buffer.from(text, "utf16le").swap16();
  const forms: Record<string, Uint8Array> = {
    "mark.csv": Buffer.from(`\uFEFF${plain}`),
    "quoted.csv": Buffer.from('\uFEFF"key","note"\r\n"1","Ақтөбе — “cut”"\r\n'),
    "padded.csv": Buffer.from(plain.replace("key,note", " key , note ")),
    "utf8.csv": Buffer.from(plain),
    "little.csv": Buffer.from(`\uFEFF${plain}`, "utf16le"),
    "big.csv": bigEndian(`\uFEFF${plain}`),
    "unmarked.csv": Buffer.from(plain, "utf16le"),
    "semicolons.csv": Buffer.from(`\uFEFF${plain.replaceAll(",", ";")}`),
    "tabs.txt": Buffer.from(`\uFEFF${plain.replaceAll(",", "\t")}`, "utf16le"),
    "named.csv": Buffer.from(`sep=;\r\n${plain.replaceAll(",", ";")}`),
    "packed.csv": gzipSync(`\uFEFF${plain}`),
  };
  for (const [name, content] of Object.entries(forms)) expect(await recordsOf(name, content), name).toEqual(same);
});

test("empty rows and columns that a spreadsheet left behind tell of nothing, and rows keep their places", async () => {
  const records = await recordsOf("trailing.csv", Buffer.from("key,note,,\r\n1,x,,\r\n,,,\r\n\r\n2,y,,\r\n,,,\r\n"));
  expect(records.map(({ row, values }) => [row, values["key"], values["note"]])).toEqual([
    [1, "1", "x"],
    [4, "2", "y"],
  ]);
});

test("an old or a broken workbook and a column that stands twice are refused with what to do", async () => {
  await expect(recordsOf("old.xlsx", Buffer.from("d0cf11e0a1b11ae1", "hex"))).rejects.toThrow("save it as XLSX");
  await expect(recordsOf("book.csv", Buffer.from("PK\x03\x04rest of an archive"))).rejects.toMatchObject({ code: "file_unreadable" });
  await expect(recordsOf("twice.csv", Buffer.from("key,note,key\n1,x,2\n"))).rejects.toThrow('"key" more than once');
  // The format names neither: which of two optional columns is read would be chance.
  await expect(recordsOf("other.csv", Buffer.from("key,note,day,day\n1,x,2,3\n"))).rejects.toThrow('"day" more than once');
});

test("text beyond the last heading is a fault of its row: a separator in a cell has moved it; the file goes on", async () => {
  const records = await recordsOf("moved.csv", Buffer.from("key,note,\n1,a, b\n2,a,b,c\n3,x,,,\n"));
  expect(records.map(({ row, fault }) => [row, fault !== undefined])).toEqual([
    [1, true],
    [2, true],
    [3, false],
  ]);
  expect(records[1]?.fault).toContain("4 cells, 2 headings");
});

test("what is wrong with a quote is told by line and column, without the cell", async () => {
  const told = recordsOf("quote.csv", Buffer.from('key,note\n1,x\n2,850808310738"\n'));
  await expect(told).rejects.toThrow(/: a quote stands within a cell that does not begin with one in line 3, column 2$/);
  await expect(recordsOf("closed.csv", Buffer.from('key,note\n"850808310738"0,x\n'))).rejects.toThrow(
    /: text follows the quote that ends a cell in line 2, column 1$/,
  );
});

test("without an encoding a table is read in UTF-8 and UTF-16 alone; bytes that do not fit are told", async () => {
  const unnamed = { ...format, encoding: null };
  const text = "key,note\n1,Ақтөбе\n";
  for (const content of [Buffer.from(text), Buffer.from(`\uFEFF${text}`, "utf16le"), Buffer.from("key,note\n1,ASCII\n")])
    expect(await recordsOf("known.csv", content, unnamed)).toHaveLength(1);
  await expect(recordsOf("unknown.csv", csv, unnamed)).rejects.toThrow("name its encoding by --encoding");
  const late = Buffer.concat([
    Buffer.from(`key,note\nx,Ақтөбе\n${"1,plain notes\n".repeat(9000)}`),
    Buffer.from("2,worker\x92s\n", "latin1"),
  ]);
  await expect(recordsOf("late.csv", late)).rejects.toThrow("not valid for encoding utf-8");
});

test("a workbook whose directory says that it is too large unpacked is refused before it is unpacked", async () => {
  const packed = Buffer.from(
    zipSync({ "xl/worksheets/sheet1.xml": Buffer.from("<worksheet/>"), "xl/workbook.xml": Buffer.from("<workbook/>") }),
  );
  // The uncompressed size stands 24 bytes behind the beginning of an entry of the directory (APPNOTE 4.3.12).
  packed.writeUInt32LE(513 * 2 ** 20, packed.indexOf(Buffer.from("504b0102", "hex")) + 24);
  await expect(recordsOf("large.xlsx", packed)).rejects.toThrow("unpacked it has more than 512 MiB");
});

test.each([
  ["UTF-8", "utf8", "Ақтөбе — “cut”"],
  ["Windows-1252", "latin1", "worker\x92s"],
] as const)("the encoding is found where the first character that is no ASCII comes late: %s", async (_name, encoding, note) => {
  // Of each length of what stands before, the character lies at another place of a part of the file.
  for (const before of [3000, 5461, 9000]) {
    const lines = Array.from({ length: before }, (_, row) => `${row},plain notes\n`).join("");
    const records = await recordsOf("late.csv", Buffer.from(`key,note\n${lines}x,${note}\ny,${note}\n`, encoding));
    expect(records).toHaveLength(before + 2);
    expect(records.slice(-2).map(({ values }) => values["note"])).toEqual(Array(2).fill(note.replace("\x92", "’")));
  }
});
