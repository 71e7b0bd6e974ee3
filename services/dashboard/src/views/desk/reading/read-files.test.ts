import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { readText } from "./read-text.ts";
import { unzip } from "./unzip-here.ts";

const bufferOf = (text: string) => new TextEncoder().encode(text).buffer;

test("a row with text beyond the header is told, since a separator within a cell has moved the others; empty cells there are none", () => {
  expect(readText(bufferOf("a,b\n1,2,,\n"))).toMatchObject({ kind: "table", rows: [{ row: 2 }] });
  expect(() => readText(bufferOf("a,b\n1,2\n1,2,3\n"))).toThrow("row 3 has 3 cells, the header 2");
});

test("an archive is unpacked, and one that is too large by its own directory is not", () => {
  const packed = Buffer.from(zipSync({ "sheet.xml": Buffer.from("<worksheet/>") }));
  const unpacked = (archive: Uint8Array) => {
    const outcomes: unknown[] = [];
    unzip(archive, (error, files) => outcomes.push(error ?? Object.keys(files)));
    return outcomes;
  };
  expect(unpacked(packed)).toEqual([["sheet.xml"]]);
  // The uncompressed size stands 24 bytes behind the beginning of an entry of the directory (APPNOTE 4.3.12).
  packed.writeUInt32LE(513 * 2 ** 20, packed.indexOf(Buffer.from("504b0102", "hex")) + 24);
  expect(unpacked(packed)).toEqual([expect.objectContaining({ message: "unpacked it has more than 512 MiB" })]);
});
