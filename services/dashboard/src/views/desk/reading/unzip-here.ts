/** What the reader of workbooks takes from `fflate`: unpacked in the thread that reads, since the policy of the page lets that thread start no other. */
import { unpackedSizeCheck } from "@qorgau/schemas/tables/unpacked-size";
import { unzipSync } from "fflate/browser";
import type { UnzipCallback } from "fflate/browser";

export { strFromU8 } from "fflate/browser";

/** All files of an archive, handed over before it returns; an error where they are more than a workbook may be. */
export function unzip(data: Uint8Array, done: UnzipCallback): void {
  let files: ReturnType<typeof unzipSync>;
  const check = unpackedSizeCheck();
  try {
    files = unzipSync(data, {
      filter(file) {
        check(file);
        return true;
      },
    });
  } catch (error) {
    done(error as Parameters<UnzipCallback>[0], {});
    return;
  }
  done(null, files);
}
