/** The cursors of the lists about one row of rates: of its cases and of its values. */
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import type { Watermark } from "@qorgau/schemas/watermark";
import { readPageCursor, writePageCursor } from "./page-cursor.ts";

export type RowAddress = "/v1/explain" | "/v1/revisions";

export interface RowCursor {
  readonly watermark: Watermark;
  /** The id of the case after which the page begins, as a number of 256 bits, or the number of values before it. */
  readonly after: bigint;
}

/** What places are of: cursors of before, when the cases of a row were in the order of their records, fit no page. */
const placesOf: Readonly<Record<RowAddress, string>> = { "/v1/explain": "case ids", "/v1/revisions": "values" };

/** Returns a cursor that is bound to the address, the query and the cut (`writePageCursor`). */
export function writeRowCursor(address: RowAddress, query: RatesQuery, { watermark, after }: RowCursor): string {
  return writePageCursor([address, placesOf[address], query], { watermark, after: String(after) });
}

/** Returns null where the text is no cursor of this address and query, or where `after` does not fit into 256 bits. */
export function readRowCursor(text: string, address: RowAddress, query: RatesQuery): RowCursor | null {
  const cursor = readPageCursor(text, [address, placesOf[address], query], /^(0|[1-9]\d{0,77})$/);
  const after = BigInt(cursor?.after ?? 0);
  return cursor === null || BigInt.asUintN(256, after) !== after ? null : { watermark: cursor.watermark, after };
}
