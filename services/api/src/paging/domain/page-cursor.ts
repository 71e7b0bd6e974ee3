/**
 * Where the next page of a response begins, as opaque text that fits one address, one request and one cut: a page of another request
 * would leave out rows that the first page never had.
 */
import { hash } from "node:crypto";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";

/** The place where a page begins, and the cut that all pages of the response are of. */
export interface PageCursor {
  /** Of the first page, and so of every one. */
  readonly watermark: Watermark;
  /** What the page begins after, as its address writes it: the key of a row, the number of a value. */
  readonly after: string;
}

/** Everything that decides which rows there are: the address and the parameters as they were read. The length of a page does not. */
export type PagedRequest = readonly [address: string, ...requested: readonly unknown[]];

const cursorForm = z.tuple([z.string(), z.string(), z.string()]);

/**
 * Returns base64url text that `readPageCursor` accepts for the same request, merging rules, cut and place only. A part of a SHA-256 binds
 * it, without a secret.
 */
export function writePageCursor(requestParameters: PagedRequest, { watermark, after }: PageCursor): string {
  const cut = formatWatermark(watermark);
  return Buffer.from(JSON.stringify([bindingOf(requestParameters, cut, after), cut, after])).toString("base64url");
}

/** Null where the text is no cursor of this request. `afterForm` is what the address writes as `after`. */
export function readPageCursor(text: string, requestParameters: PagedRequest, afterForm: RegExp): PageCursor | null {
  const parsed = cursorForm.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!parsed.success) return null;
  const [, cut, after] = parsed.data;
  const watermark = parseWatermark(cut);
  if (watermark === null || !afterForm.test(after)) return null;
  // Written again it is the same: nothing in it is of another request, another cut or another place.
  return writePageCursor(requestParameters, { watermark, after }) === text ? { watermark, after } : null;
}

/** Merging rules are part of the binding: a page folded by other rules would not go on where the one before ended. */
function bindingOf(requestParameters: PagedRequest, cut: string, after: string): string {
  return hash("sha256", JSON.stringify([mergingRules, ...requestParameters, cut, after])).slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
