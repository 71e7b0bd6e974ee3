/** What the reader of workbooks takes from `fflate`: unpacked in the thread that reads, since the policy of the page lets that thread start no other. */
import { unzipSync } from "fflate/browser";
import type { UnzipCallback } from "fflate/browser";

export { strFromU8 } from "fflate/browser";

/** All files of an archive, handed over before it returns. */
export function unzip(data: Uint8Array, done: UnzipCallback): void {
  let files: ReturnType<typeof unzipSync>;
  try {
    files = unzipSync(data);
  } catch (error) {
    done(error as Parameters<UnzipCallback>[0], {});
    return;
  }
  done(null, files);
}
