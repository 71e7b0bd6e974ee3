/**
 * One statement for all that a response is computed from, so that it is of one cut: the store gives all parts of a UNION ALL the same
 * snapshot. Every part has the same columns; figures come column by column, since a row each would cost more than the query. What a
 * statement costs on small tables is its analysis, by its length, the depth of its selects and the tables that it names: so a part is one select, as flat as
 * it goes, and counts of whole months are read together with the cut.
 */
import { cutAndLateBlocks, isAnyBlockLate } from "@qorgau/infra/store/late-versions";
import type { BlockRow } from "@qorgau/infra/store/late-versions";
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
  /** The same with the rows of the cut among the texts, as `cutText`: the part and the cut in one look at the table. */
  readonly withCut?: { readonly from: string; /** With so many texts some may be missing. */ readonly textsMax: number };
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

/** Conditions and a text of the rows that tell the cut and late blocks. */
export const cutGrains = "grain IN ('generation', 'watermark')";
export const cutText = "concat(toString(grain), '|', cell, '|', toString(version), '|', payload)";

/** A store whose lease began more often gives its late blocks alone. */
const epochsMax = 1000;

/** `texts`: the row of the watermark and those of lease epochs, in no order; some of them where there are more than are judged here. */
const cutPart: SnapshotPart = {
  name: "cut",
  texts: `groupArray(${epochsMax})(${cutText})`,
  from: `FROM published FINAL WHERE ${cutGrains}`,
  parameters: {},
};

/** `texts`: the row of the watermark, and a text without a version for each late block. */
const judgedCutPart: SnapshotPart = {
  name: "cut",
  texts: "groupArray(if(grain = 'watermark', concat('watermark||', toString(version), '|', payload), 'late'))",
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

/**
 * The statement of these parts in their order, with the cut, which is always among them, after the first. `judged`: the store itself says which
 * blocks are late, however many epochs there are. Only `readSnapshot` sends it.
 */
export function snapshotQuery([first, ...parts]: readonly [SnapshotPart, ...SnapshotPart[]], judged = false) {
  return queryOf([first, judged ? judgedCutPart : cutPart, ...parts]);
}

/**
 * The statement that reads the cut, and this part if any, in one look at one table, hence of one set of tables; null where the part has no such form.
 * Only `readSnapshot` sends it, and takes its rows by `rowsOfOneLook`.
 */
export function oneLookQuery(parts: readonly SnapshotPart[]) {
  const [part] = parts;
  if (part === undefined) return queryOf([cutPart]);
  return parts.length > 1 || part.withCut === undefined ? null : queryOf([{ ...part, from: part.withCut.from }]);
}

/** The rows of `oneLookQuery` as those of `snapshotQuery`; null where there are so many that some may be missing. */
export function rowsOfOneLook(rows: readonly SnapshotRow[], [part]: readonly SnapshotPart[]): readonly SnapshotRow[] | null {
  if (part?.withCut === undefined) return rows;
  if (rows.reduce((sum, { texts }) => sum + texts.length, 0) >= part.withCut.textsMax) return null;
  const ofCut = rows.flatMap(({ texts }) => texts.filter(isOfCut));
  return [{ part: cutPart.name, texts: ofCut, figures: [] }, ...rows.map(withoutCut)];
}

const isOfCut = (text: string): boolean => text.startsWith("watermark|") || text.startsWith("generation|");

function withoutCut(row: SnapshotRow): SnapshotRow {
  if (!row.texts.some(isOfCut)) return row;
  const isOfRow = (_: unknown, place: number) => !isOfCut(row.texts[place]!);
  return { ...row, texts: row.texts.filter(isOfRow), figures: row.figures.map((column) => column.filter(isOfRow)) };
}

function queryOf(parts: readonly SnapshotPart[]) {
  const sql = parts.map(selectOf).join("\nUNION ALL\n");
  return { sql, params: Object.assign({}, ...parts.map(({ parameters }) => parameters)) as Parameters, row: partSchema };
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
  const text = textsOf(rows, cutPart.name).find((one) => one.startsWith("watermark|"));
  if (text === undefined) return null;
  const { version, payload } = blockRowOf(text);
  return { version: String(version), payload };
}

/** Whether a block that became visible late is among the rows; null where there are more epochs than are judged here. */
export function isBlockLate(rows: readonly SnapshotRow[]): boolean | null {
  const texts = textsOf(rows, cutPart.name);
  if (texts.includes("late")) return true;
  return texts.length >= epochsMax ? null : isAnyBlockLate(texts.map(blockRowOf));
}

/** A row of `cutText`. Only the cell of an epoch holds a `|`, one. */
function blockRowOf(text: string): BlockRow {
  const [grain = "", ...others] = text.split("|");
  if (grain === "watermark") {
    const [cell = "", version = "", ...payload] = others;
    return { grain, cell, version: BigInt(version), payload: payload.join("|") };
  }
  const [epoch = "", follows = "", version = "", payload = ""] = others;
  return { grain: "generation", cell: `${epoch}|${follows}`, version: BigInt(version), payload };
}

/** The published cut; null before anything was published. Throws (QG-0841) where another version of the folding code wrote the tables. */
export function cutOf(rows: readonly SnapshotRow[]): PublishedCut | null {
  const payload = publishedRow(rows)?.payload;
  if (payload === undefined) return null;
  const cut = publishedCutSchema.parse(JSON.parse(payload));
  if (cut.fold !== foldVersion) throw unavailable("QG-0841", "");
  return cut;
}
