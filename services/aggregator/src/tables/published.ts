/** What is published: read the cut and the month cells that stand, write the next block. */
import { figureNames, noDimensions, noFigures, publishedCutSchema, versionCell } from "@qorgau/schemas/rows/published";
import type { Figures, PublishedCut, PublishedRow } from "@qorgau/schemas/rows/published";
import type { Store } from "@qorgau/infra/store/store";
import { z } from "zod";

export interface StandingCut {
  readonly cut: PublishedCut;
  readonly version: bigint;
}

/** The cut that stands, or null where nothing was ever published. */
export async function standingCut(store: Store): Promise<StandingCut | null> {
  const [row] = await store.query({
    sql: "SELECT toString(version) AS version, payload FROM published WHERE grain = 'watermark' ORDER BY published.version DESC LIMIT 1",
    row: z.object({ version: z.string(), payload: z.string() }),
  });
  return row === undefined ? null : { cut: publishedCutSchema.parse(JSON.parse(row.payload)), version: BigInt(row.version) };
}

/** The absolute figures of month cells; a cell that was never written is left out. */
export async function monthFigures(store: Store, cells: readonly string[]): Promise<Map<string, Figures>> {
  if (cells.length === 0) return new Map();
  const rows = await store.query({
    sql: `SELECT cell, ${figureNames.map((name) => `toFloat64(${name}) AS ${name}_`).join(", ")}
          FROM published FINAL
          WHERE grain = 'month' AND cell IN {cells:Array(String)}`,
    params: { cells },
    row: z.record(z.string(), z.union([z.string(), z.number()])),
  });
  return new Map(
    rows.map((row) => [String(row["cell"]), Object.fromEntries(figureNames.map((name) => [name, Number(row[`${name}_`])])) as Figures]),
  );
}

export function watermarkRow(cut: PublishedCut, version: bigint): PublishedRow {
  return cutRow("watermark", "", cut, version);
}

/** The same cut as history: it stays. */
export function pastCutRow(cut: PublishedCut, version: bigint): PublishedRow {
  return cutRow("cut", versionCell("", version), cut, version);
}

function cutRow(grain: "watermark" | "cut", cell: string, cut: PublishedCut, version: bigint): PublishedRow {
  return {
    grain,
    cell,
    version: version.toString(),
    date: "1970-01-01",
    ...noDimensions,
    ...noFigures,
    payload: JSON.stringify(cut),
  };
}

/** One insert, hence one atomic block: all rows appear together with the cut they belong to. */
export async function publish(store: Store, rows: readonly PublishedRow[]): Promise<void> {
  await store.insert("published", rows);
}
