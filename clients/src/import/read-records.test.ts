import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { readRecords } from "./read-records.ts";

const format = { title: "a list of notes", encoding: "windows-1252", columns: ["key", "note"] } as unknown as ImportFormat;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qorgau-records-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(path: string): Promise<ImportRecord[]> {
  const records: ImportRecord[] = [];
  for await (const record of readRecords(path, { format })) records.push(record);
  return records;
}

async function recordsOf(name: string, content: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return read(path);
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
