/** Where the next page of a table begins, and of which cut: as opaque text that fits no other question. */
import { hash } from "node:crypto";
import { qualityTables } from "@qorgau/schemas/quality-answer";
import type { QualityQuery, QualityTable } from "@qorgau/schemas/quality-answer";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { RowKey } from "./quality-page.ts";

export interface QualityCursor {
  readonly table: QualityTable;
  readonly watermark: Watermark;
  /** The page begins behind the row of this key. */
  readonly after: RowKey;
}

type Question = Pick<QualityQuery, "source" | "from" | "to" | "period">;

const cursorForm = z.tuple([z.enum(qualityTables), z.string(), z.string(), z.string().regex(/^\d{4}-\d{2}-\d{2}/)]);

export function writeCursor(question: Question, { table, watermark, after }: QualityCursor): string {
  return Buffer.from(JSON.stringify([table, nameOf(question), formatWatermark(watermark), after])).toString("base64url");
}

/** Null where the text is no cursor, or one of another question. */
export function readCursor(text: string, question: Question): QualityCursor | null {
  const parsed = cursorForm.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!parsed.success) return null;
  const [table, name, watermarkText, after] = parsed.data;
  const watermark = parseWatermark(watermarkText);
  return watermark === null || name !== nameOf(question) ? null : { table, watermark, after };
}

function nameOf({ source, from, to, period }: Question): string {
  return hash("sha256", JSON.stringify([source, from, to, period])).slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
