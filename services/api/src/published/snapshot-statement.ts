/**
 * One statement for all that a response is computed from, so that it is of one cut: the store gives all parts of a UNION ALL the same
 * snapshot. Every part has the same columns; figures come column by column, since a row each would cost more than the query. What a
 * statement costs on small tables is its analysis, by its length and the depth of its selects: so a part is one of them, as flat as it goes.
 */
import { cutAndLateBlocks } from "@qorgau/infra/store/late-versions";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { publishedCutSchema } from "@qorgau/schemas/rows/published";
import { z } from "zod";
import { unavailable } from "./response-error.ts";

export type Parameters = Record<string, string | readonly string[]>;

/** One SELECT of the statement. Its rows have the name of the part and the same columns as all others. */
export interface SnapshotPart {
  readonly name: string;
  /** Array(String), as an expression. */
  readonly texts: string;
  /** Array(Array(Float64)), as an expression; left out of a part without numbers. */
  readonly figures?: string;
  /** FROM and what follows it; empty where the expressions read nothing. */
  readonly from: string;
  readonly parameters: Parameters;
}

const partSchema = z.object({
  part: z.string(),
  texts: z.array(z.string()),
  figures: z.array(z.array(z.number())),
});
export type SnapshotRow = z.infer<typeof partSchema>;

export const noTexts = "CAST([], 'Array(String)')";
const noFigures = "CAST([], 'Array(Array(Float64))')";

/** A row of the cut, and of each late block: both are in the same rows of the table, and each look at a table costs as much as a statement. */
const cutPart: SnapshotPart = {
  name: "cut",
  texts: "[toString(grain), toString(version), payload]",
  from: cutAndLateBlocks,
  parameters: {},
};

/** One row of a part is parsed in one go, so that long ones come in several. */
const textsPerRow = 2000;
export const chunk = `intDiv(rowNumberInAllBlocks(), ${textsPerRow})`;

/** `payloads` is a SELECT of the column `payload`; they come in the order of their bytes. */
export function payloadsInOrder(payloads: string): Pick<SnapshotPart, "texts" | "figures" | "from"> {
  return {
    texts: "groupArray(payload)",
    figures: "[[toFloat64(chunk)]]",
    from: `FROM (SELECT payload, ${chunk} AS chunk FROM (${payloads} ORDER BY payload)) GROUP BY chunk`,
  };
}

/** The effective exposure statements; the row of a withdrawn one is empty. */
export const exposuresPart: SnapshotPart = {
  name: "exposures",
  ...payloadsInOrder("SELECT payload FROM published FINAL WHERE grain = 'exposure' AND payload != ''"),
  parameters: {},
};

/** The payloads that `payloadsInOrder` selected, in the order of their bytes. */
export function textsInOrder(rows: readonly SnapshotRow[], part: string): string[] {
  const chunkOf = ({ figures }: SnapshotRow) => figures[0]?.[0] ?? 0;
  const chunks = rows.filter((row) => row.part === part).toSorted((a, b) => chunkOf(a) - chunkOf(b));
  return chunks.flatMap(({ texts }) => texts);
}

/** The statement of these parts in their order, with the cut, which is always among them, after the first. Only `readSnapshot` sends it. */
export function snapshotQuery([first, ...parts]: readonly [SnapshotPart, ...SnapshotPart[]]) {
  const all = [first, cutPart, ...parts];
  const sql = all.map(selectOf).join("\nUNION ALL\n");
  return { sql, params: Object.assign({}, ...all.map(({ parameters }) => parameters)) as Parameters, row: partSchema };
}

function selectOf({ name, texts, figures = noFigures, from }: SnapshotPart): string {
  return `SELECT '${name}' AS part, ${texts} AS texts, ${figures} AS figures ${from}`;
}

/** Returns the texts of the part's first row, or none where it has no row. A part of several rows is read with `textsInOrder`. */
export function textsOf(rows: readonly SnapshotRow[], part: string): readonly string[] {
  return rows.find((row) => row.part === part)?.texts ?? [];
}

/** Version and payload of the cut; null before anything was published. */
export function publishedRow(rows: readonly SnapshotRow[]): { readonly version: string; readonly payload: string } | null {
  const [, version, payload] = rows.find(({ part, texts }) => part === "cut" && texts[0] === "watermark")?.texts ?? [];
  return version === undefined || payload === undefined ? null : { version, payload };
}

/** Whether a block that became visible late is among the rows. */
export function isBlockLate(rows: readonly SnapshotRow[]): boolean {
  return rows.some(({ part, texts }) => part === "cut" && texts[0] === "generation");
}

/** The published cut; null before anything was published. Throws (QG-0841) where another version of the folding code wrote the tables. */
export function cutOf(rows: readonly SnapshotRow[]): PublishedCut | null {
  const payload = publishedRow(rows)?.payload;
  if (payload === undefined) return null;
  const cut = publishedCutSchema.parse(JSON.parse(payload));
  if (cut.fold !== foldVersion) throw unavailable("QG-0841", "");
  return cut;
}
