/** Cursors of paged answers: the cut that the first page was of, so that every other is of the same, and the place to go on from. */
import { parseWatermark } from "@qorgau/schemas/watermark";

export interface Cursor {
  /** As answered: `0:812,1:790`. */
  readonly watermark: string;
  readonly after: bigint;
}

export function writeCursor(watermark: string, after: bigint): string {
  return Buffer.from(`${watermark};${after}`).toString("base64url");
}

/** Null where the text is none of ours. */
export function readCursor(text: string): Cursor | null {
  const [, watermark = "", after = ""] = /^([\d:,]*);(\d{1,20})$/.exec(Buffer.from(text, "base64url").toString()) ?? [];
  if (after === "" || watermark === "" || parseWatermark(watermark) === null || writeCursor(watermark, BigInt(after)) !== text) return null;
  return BigInt.asUintN(64, BigInt(after)) === BigInt(after) ? { watermark, after: BigInt(after) } : null;
}
