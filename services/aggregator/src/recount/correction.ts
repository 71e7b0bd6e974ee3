/** What differs from the journal, as one block at the published cut. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { figureNames, monthCell, noFigures } from "@qorgau/schemas/rows/published";
import type { Figures, PublishedCut, PublishedRow, UnversionedRow } from "@qorgau/schemas/rows/published";
import { monthRow, rowDifferences } from "../flush/domain/row-differences.ts";
import { monthSums } from "../tables/month-sums.ts";
import { rowsOfCells, versionedRows, watermarkRow } from "../tables/published.ts";
import type { VersionedCut } from "../tables/published.ts";
import { recount } from "./recount.ts";
import type { Recount } from "./recount.ts";

/** Cells to count again; whether they differ is decided at the cut of the correction. */
export interface Wrong {
  /** Of cases and exposure records. */
  readonly cells: readonly string[];
  readonly months: readonly string[];
}

/** A block at the published cut, with what differs from the journal. */
export interface Correction {
  /** How many rows differ. */
  readonly corrected: number;
  readonly rows: readonly PublishedRow[];
  /** The published cut once they are published. */
  readonly published: VersionedCut;
}

/**
 * Counts the cells again at `versionedCut`, and with wrong cases the months they are in. Writes nothing: the block is for a section of the lease.
 * Where nothing differs it holds the row of the cut alone. Rejects with `StoreError`.
 */
export async function correctionOf(store: Store, versionedCut: VersionedCut, wrong: Wrong): Promise<Correction> {
  const cases = await recount(store, { cells: wrong.cells, records: [] }, versionedCut.cut);
  const months = await recountMonths(store, cases, wrong.months);
  const right = [...cases.differences, ...months.differences].map((difference) => difference.right);
  const versions = [versionedCut.version, cases.published.versionMax, months.published.versionMax];
  const versionMax = versions.reduce((highest, version) => (version > highest ? version : highest));
  return correctionBlock(versionedCut.cut, versionMax + 1n, right);
}

/** The months that were found wrong, and those that a wrong case row is or should be in. */
async function recountMonths(store: Store, { differences, published }: Recount, found: readonly string[]): Promise<Recount> {
  const cases = differences.filter(({ grain }) => grain === "case");
  const counting = cases.flatMap(({ cell, right }) => [right, ...[published.rows.get(cell) ?? []].flat()]).filter((row) => row.cases > 0);
  const months = [...new Set([...found, ...counting.map((row) => monthCell(row.date, row))])];
  const corrected = cases.map(({ cell }) => cell);
  const sums = await monthSums(store, months, corrected);
  for (const { right } of cases) if (right.cases > 0) add(sums, monthCell(right.date, right), right);
  const recounted = new Map([...sums].map(([cell, figures]) => [cell, monthRow(cell, figures)]));
  const read = await rowsOfCells(store, months);
  return { checked: months.length, differences: rowDifferences(months, read.rows, recounted), published: read };
}

function add(sums: Map<string, Figures>, cell: string, row: Figures): void {
  const sum = { ...(sums.get(cell) ?? noFigures) };
  for (const name of figureNames) sum[name] += row[name];
  sums.set(cell, sum);
}

/**
 * The cut stays. Its version grows past that of every wrong row, whoever wrote it; where an exposure statement was wrong, `exposureVersion` moves,
 * so that readers that hold exposure statements in memory read them again.
 */
async function correctionBlock(before: PublishedCut, version: bigint, rows: readonly UnversionedRow[]): Promise<Correction> {
  const hasExposures = rows.some(({ grain }) => grain === "exposure");
  const cut: PublishedCut = { ...before, ...(hasExposures ? { exposureVersion: version.toString() } : {}) };
  const versioned = await inPieces(versionedRows(rows, version));
  return { corrected: rows.length, rows: [watermarkRow(cut, version), ...versioned], published: { cut, version } };
}
