/** The lines of an exported log as bytes, for who does not trust them to be text. */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

const lineFeed = 0x0a;

/** Gives each line without its line feed; the last one need not have one. Rejects where the file cannot be read on, or not be unpacked. */
export async function* rawLinesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const bytes = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  file.on("error", (error) => bytes.destroy(error));
  let rest: Buffer[] = [];
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
        yield Buffer.concat([...rest, chunk.subarray(from, at)]);
        rest = [];
        from = at + 1;
      }
      if (from < chunk.length) rest.push(chunk.subarray(from));
    }
  } finally {
    file.destroy();
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
