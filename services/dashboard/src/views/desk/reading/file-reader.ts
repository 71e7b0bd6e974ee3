/** A file that is read in a thread of its own, by the page's own asking. */
import type { ColumnMap } from "@qorgau/schemas/tables/column-map";
import type { FromReader, ReadRow, ToReader } from "./read-rows.ts";

/** What was found in a file. */
type Contents = Exclude<FromReader, { readonly say: "rows" | "unreadable" }>;

export interface FileReading {
  readonly contents: Contents;
  /** From the first row on; of a table by a map. */
  begin(map: ColumnMap | null): void;
  /** Up to so many rows; none at the end. */
  next(rowsMax: number): Promise<readonly ReadRow[]>;
  close(): void;
}

/** Rejects with an `Error` whose message says why the file cannot be read. */
export async function readFile(file: Blob, name: string): Promise<FileReading> {
  const reader = (await isWorkbook(file))
    ? new Worker(new URL("./workbook-reader.ts", import.meta.url), { type: "module" })
    : new Worker(new URL("./text-reader.ts", import.meta.url), { type: "module" });
  const ask = (message: ToReader) =>
    new Promise<FromReader>((resolve, reject) => {
      reader.addEventListener("message", ({ data }: MessageEvent<FromReader>) => resolve(data), { once: true });
      reader.addEventListener("error", ({ message: reason }) => reject(new Error(reason)), { once: true });
      reader.postMessage(message);
    });
  const contents = await ask({ say: "open", file, name });
  if (contents.say === "unreadable" || contents.say === "rows") {
    reader.terminate();
    throw new Error(contents.say === "rows" ? name : contents.message);
  }
  return {
    contents,
    begin: (map) => reader.postMessage({ say: "begin", map } satisfies ToReader),
    next: async (rowsMax) => {
      const read = await ask({ say: "next", rowsMax });
      return read.say === "rows" ? read.rows : [];
    },
    close: () => reader.terminate(),
  };
}

/** Workbooks are ZIP archives, whatever they are called. */
async function isWorkbook(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}
