/** Where the next page of a list begins, and of which cut: as opaque text that fits no other question. */
import { hash } from "node:crypto";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { RowKey } from "./quality-page.ts";

export interface ListCursor {
  readonly watermark: Watermark;
  /** The page begins behind the row of this key, which begins with a date. */
  readonly after: RowKey;
}

const cursorForm = z.tuple([z.string(), z.string(), z.string().regex(/^\d{4}-\d{2}-\d{2}/)]);

/** `question`: everything that decides which rows the list has. */
export function writeListCursor(question: readonly unknown[], { watermark, after }: ListCursor): string {
  return Buffer.from(JSON.stringify([nameOf(question), formatWatermark(watermark), after])).toString("base64url");
}

/** Null where the text is no cursor, or one of another question. */
export function readListCursor(text: string, question: readonly unknown[]): ListCursor | null {
  const parsed = cursorForm.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!parsed.success) return null;
  const [name, watermarkText, after] = parsed.data;
  const watermark = parseWatermark(watermarkText);
  return watermark === null || name !== nameOf(question) ? null : { watermark, after };
}

function nameOf(question: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(question)).slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
