/**
 * One statement for all that an answer is computed from, so that it is of one cut: the store gives all parts of a UNION ALL the same
 * snapshot. Every part has the same columns; figures come column by column, since a row each would cost more than the query.
 */
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { publishedCutSchema } from "@qorgau/schemas/rows/published";
import { z } from "zod";
import { unavailable } from "./unavailable.ts";

export type Parameters = Record<string, string | readonly string[]>;

export interface SnapshotPart {
  readonly name: string;
  /** A SELECT of `texts` (Array(String)) and `figures` (Array(Array(Float64))). */
  readonly sql: string;
  readonly parameters: Parameters;
}

const partSchema = z.object({
  part: z.string(),
  texts: z.array(z.string()),
  figures: z.array(z.array(z.number())),
});
export type SnapshotRow = z.infer<typeof partSchema>;

export const noFigures = "CAST([], 'Array(Array(Float64))') AS figures";

const cutPart: SnapshotPart = {
  name: "cut",
  sql: `SELECT [payload, toString(version)] AS texts, ${noFigures} FROM published FINAL WHERE grain = 'watermark'`,
  parameters: {},
};

/** One row of a part is parsed in one go, so that long ones come in several. */
const textsPerRow = 2000;
export const chunkColumn = `intDiv(rowNumberInAllBlocks(), ${textsPerRow}) AS chunk`;

/** `payloads` is a SELECT of the column `payload`; they come in the order of their bytes. */
export function payloadsInOrder(payloads: string): string {
  return `SELECT groupArray(payload) AS texts, [[toFloat64(chunk)]] AS figures
          FROM (SELECT payload, ${chunkColumn} FROM (${payloads} ORDER BY payload))
          GROUP BY chunk`;
}

/** The standing exposure statements; the row of a withdrawn one is empty. */
export const exposuresPart: SnapshotPart = {
  name: "exposures",
  sql: payloadsInOrder("SELECT payload FROM published FINAL WHERE grain = 'exposure' AND payload != ''"),
  parameters: {},
};

/** What `payloadsInOrder` gave. */
export function textsInOrder(rows: readonly SnapshotRow[], part: string): string[] {
  const chunkOf = ({ figures }: SnapshotRow) => figures[0]?.[0] ?? 0;
  const chunks = rows.filter((row) => row.part === part).toSorted((a, b) => chunkOf(a) - chunkOf(b));
  return chunks.flatMap(({ texts }) => texts);
}

/** The statement of these parts in their order, with the cut, which never fails to be among them, behind the first. Asked by `readSnapshot` alone. */
export function snapshotQuery([first, ...parts]: readonly [SnapshotPart, ...SnapshotPart[]]) {
  const all = [first, cutPart, ...parts];
  const sql = all.map(({ name, sql }) => `SELECT '${name}' AS part, texts, figures FROM (${sql})`).join("\nUNION ALL\n");
  return { sql, params: Object.assign({}, ...all.map(({ parameters }) => parameters)) as Parameters, row: partSchema };
}

export function textsOf(rows: readonly SnapshotRow[], part: string): readonly string[] {
  return rows.find((row) => row.part === part)?.texts ?? [];
}

/** Rejects what another version of the folding code made: its rows may mean something else, and are being made anew. */
export function cutOf(rows: readonly SnapshotRow[]): PublishedCut | null {
  const [payload] = textsOf(rows, "cut");
  if (payload === undefined) return null;
  const cut = publishedCutSchema.parse(JSON.parse(payload));
  if (cut.fold !== foldVersion) throw unavailable("QG-0841", "");
  return cut;
}
