/** Counts published rows again from the journal, at the cut they were published at. */
import { readLinkedOfRecords, recordsOfCells } from "@qorgau/infra/store/journal/read-linked";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { foldChangeInSteps } from "@qorgau/schemas/cases/fold-change";
import { recordKey } from "@qorgau/schemas/cases/links/links";
import { publishedCaseSchema } from "@qorgau/schemas/rows/published";
import type { PublishedCut, UnversionedRow } from "@qorgau/schemas/rows/published";
import { watermarkOf } from "../tables/published.ts";
import { rowDifferences } from "../flush/domain/row-differences.ts";
import type { RowDifference } from "../flush/domain/row-differences.ts";
import { rowsOfCells } from "../tables/published.ts";
import type { CellsRead } from "../tables/published.ts";

/** What is looked at: rows that are published, and records of the journal, whose rows may be missing. */
export interface Suspects {
  /** Cells of cases and exposure records. */
  readonly cells: readonly string[];
  readonly records: readonly bigint[];
}

/** What was found at the cut of `published`, read in one statement with its rows. */
export interface Recount {
  /** How many rows were counted again. */
  readonly checked: number;
  readonly differences: readonly RowDifference[];
  /** The rows as they are published. */
  readonly published: CellsRead;
}

/**
 * `near` was the published cut a moment ago: what is read at it is used where it still is when the rows are read. Before anything is published
 * nothing is checked. Rejects with `StoreError`.
 */
export async function recount(store: Store, suspects: Suspects, near: PublishedCut): Promise<Recount> {
  const records = await recordsOf(store, suspects, near);
  const early = await rowsOfRecords(store, records, near);
  const cells = [...new Set([...suspects.cells, ...early.keys()])];
  const published = await rowsOfCells(store, cells);
  const { cut, rows } = published;
  if (cut === null) return { checked: 0, differences: [], published };
  // The records of a case that came in meanwhile are not known at the cut before.
  const recounted =
    cut.watermark === near.watermark ? early : await rowsOfRecords(store, await recordsOf(store, { ...suspects, cells }, cut), cut);
  return { checked: cells.length, differences: rowDifferences(cells, rows, recounted), published };
}

async function recordsOf(store: Store, { cells, records }: Suspects, cut: PublishedCut): Promise<bigint[]> {
  return [...records, ...(await recordsOfCells(store, cells, watermarkOf(cut)))];
}

/** The rows of cases that one of these records reports, and of exposure records: linked cases beside them may lack part of their accident. */
async function rowsOfRecords(store: Store, records: readonly bigint[], cut: PublishedCut): Promise<Map<string, UnversionedRow>> {
  const { statements, limits } = await readLinkedOfRecords(store, records, watermarkOf(cut));
  const requested = new Set(records);
  const isRequested = (row: UnversionedRow) => recordsReport(row).some((record) => requested.has(record));
  const { cases, exposures } = await inPieces(foldChangeInSteps(statements, () => false, limits));
  return new Map([...cases.filter(isRequested), ...exposures].map((row) => [row.cell, row]));
}

function recordsReport({ payload }: UnversionedRow): bigint[] {
  const { records } = publishedCaseSchema.parse(JSON.parse(payload));
  return records.map(([source, entity, subject]) => recordKey({ source, entity, subject }));
}
