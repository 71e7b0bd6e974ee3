/** The table `published`: reads the published cut and month cells, writes the next block. */
import {
  caseDetails,
  caseDimensions,
  figureNames,
  noDetails,
  noDimensions,
  noFigures,
  publishedCutSchema,
  versionCell,
} from "@qorgau/schemas/rows/published";
import type { Figures, PublishedCut, PublishedGrain, PublishedRow, UnversionedRow } from "@qorgau/schemas/rows/published";
import { mappedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { InsertCondition, Store } from "@qorgau/infra/store/store";
import { z } from "zod";

/** A published cut with the version of its block: lease epoch × 2³² + sequence (DESIGN, section 5), more than a JavaScript number holds exactly. */
export interface VersionedCut {
  readonly cut: PublishedCut;
  readonly version: bigint;
}

/** The published cut, or null where nothing was ever published. Rejects with `StoreError`. */
export async function readPublishedCut(store: Store): Promise<VersionedCut | null> {
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
    sql: `SELECT cell, ${figureNames.join(", ")}
          FROM published FINAL
          WHERE grain = 'month' AND cell IN {cells:Array(String)}`,
    params: { cells },
    row: z.record(z.string(), z.union([z.string(), z.number()])),
  });
  return new Map(
    rows.map((row) => [String(row["cell"]), Object.fromEntries(figureNames.map((name) => [name, Number(row[name])])) as Figures]),
  );
}

const publishedRow = z
  .object({ grain: z.string(), cell: z.string(), stamp: z.string(), date: z.string(), payload: z.string() })
  .and(z.object(Object.fromEntries([...caseDetails, ...caseDimensions].map((name) => [name, z.string()]))))
  .and(z.object(Object.fromEntries(figureNames.map((name) => [name, z.coerce.number()]))));

/** Rows by cell; a cell without a row is left out. Rows, cut and versions are of one statement, hence of one cut. */
export interface CellsRead {
  /** The cut that the rows are of; null before anything was published. */
  readonly cut: PublishedCut | null;
  readonly rows: ReadonlyMap<string, UnversionedRow>;
  /** The highest version among them: what is to replace them needs a higher one. */
  readonly versionMax: bigint;
}

/** The rows of these cells of cases, exposure records and months, with their cut in one statement. */
export async function rowsOfCells(store: Store, cells: readonly string[]): Promise<CellsRead> {
  const found = await store.query({
    sql: `SELECT grain, cell, toString(version) AS stamp, date, ${[...caseDetails, ...caseDimensions, ...figureNames].join(", ")}, payload
          FROM published FINAL
          WHERE (grain = 'watermark' AND cell = '') OR (grain IN ('case', 'exposure', 'month') AND cell IN {cells:Array(String)})`,
    params: { cells },
    row: publishedRow,
  });
  const cut = found.find(({ grain }) => grain === "watermark");
  return {
    cut: cut === undefined ? null : publishedCutSchema.parse(JSON.parse(cut.payload)),
    rows: new Map(found.filter((row) => row !== cut).map((row) => [row.cell, row as unknown as UnversionedRow])),
    versionMax: found.map(({ stamp }) => BigInt(stamp)).reduce((highest, version) => (version > highest ? version : highest), 0n),
  };
}

const versionGrains: Partial<Record<PublishedGrain, PublishedGrain>> = { exposure: "exposure_version", case: "case_version" };

/** The rows of a block: each as the current state, those of cases and exposure records as history too. */
export function* versionedRows(rows: readonly UnversionedRow[], version: bigint): Steps<PublishedRow[]> {
  const stated = yield* mappedInSteps(rows, (row) => ({ ...row, version: version.toString() }));
  const history = yield* mappedInSteps(stated, (row) => {
    const grain = versionGrains[row.grain];
    return grain === undefined ? [] : [{ ...row, grain, cell: versionCell(row.cell, version) }];
  });
  return [...stated, ...history.flat()];
}

/** The row that names the published cut. It is the only one of its grain and cell: the highest version is the one read. */
export function watermarkRow(cut: PublishedCut, version: bigint): PublishedRow {
  return cutRow("watermark", "", cut, version);
}

/** The same cut as a checkpoint: later blocks do not replace it. */
export function pastCutRow(cut: PublishedCut, version: bigint): PublishedRow {
  return cutRow("cut", versionCell("", version), cut, version);
}

function cutRow(grain: "watermark" | "cut", cell: string, cut: PublishedCut, version: bigint): PublishedRow {
  return {
    grain,
    cell,
    version: version.toString(),
    date: "1970-01-01",
    ...noDetails,
    ...noDimensions,
    ...noFigures,
    payload: JSON.stringify(cut),
  };
}

/**
 * One insert, hence one atomic block: all rows appear together with their cut, or none does. Rejects with `StoreError`: `store_condition` where the
 * condition does not hold and nothing was inserted; after other codes the block may appear within the limit of the condition.
 */
export async function publish(store: Store, rows: readonly PublishedRow[], condition: InsertCondition): Promise<void> {
  await store.insertIf(condition, "published", rows);
}

/** The positions of a cut. Throws where the store holds none. */
export function watermarkOf(cut: PublishedCut): Watermark {
  const watermark = parseWatermark(cut.watermark);
  if (watermark === null) throw new Error("the store holds a cut that is no watermark");
  return watermark;
}
