/**
 * Blocks that landed late. What the store works on is bounded by its time limit, but it does not look at that while it renames and
 * syncs: on a disk that stalls, a block can become visible after a successor has begun. Its versions lie between what the successor
 * followed and the successor's first, and its row of the epoch says so for ever, so that it is found by readers and by whoever publishes.
 */
import type { Store } from "@qorgau/infra/store/store";
import { lateVersions } from "@qorgau/infra/store/late-versions";
import { epochCell, noDetails, noDimensions, noFigures } from "@qorgau/schemas/rows/published";
import type { PublishedRow } from "@qorgau/schemas/rows/published";
import { z } from "zod";

/** The epoch of a lease, and the version that was published when it began. */
export interface LeaseEpoch {
  readonly epoch: bigint;
  readonly follows: bigint;
}

const scanTimeoutMs = 60_000;

/** Versions of late blocks whose rows are still among the counts, ascending. */
export async function lateBlocks(store: Store): Promise<bigint[]> {
  const [row] = await store.query({
    sql: `SELECT arrayMap(version -> toString(version), ${lateVersions}) AS versions`,
    row: z.object({ versions: z.array(z.string()) }),
  });
  return (row?.versions ?? []).map(BigInt);
}

export interface LateCells {
  /** Of cases and exposure records. */
  readonly cells: string[];
  readonly months: string[];
  /** The rows that say which epochs they were of. */
  readonly epochs: string[];
}

/** What these blocks wrote, as far as it was not replaced since: by their versions alone, in one pass over the table. */
export async function cellsOfBlocks(store: Store, versions: readonly bigint[]): Promise<LateCells> {
  const found = await store.query({
    sql: `SELECT DISTINCT toString(grain) AS grain, cell FROM published
          WHERE grain IN ('case', 'exposure', 'month', 'generation') AND version IN {versions:Array(UInt64)}`,
    params: { versions: versions.map(String) },
    row: z.object({ grain: z.string(), cell: z.string() }),
    timeoutMs: scanTimeoutMs,
  });
  const of = (...grains: string[]) => found.filter(({ grain }) => grains.includes(grain)).map(({ cell }) => cell);
  return { cells: of("case", "exposure"), months: of("month"), epochs: of("generation") };
}

/** The row of its epoch, which every block holds. */
export function epochRow({ epoch, follows }: LeaseEpoch, version: bigint): PublishedRow {
  return rowOf(epochCell(epoch, follows), version, "");
}

/** Says of a late block that its rows were counted again. `late` is its version, whose upper half is its epoch. */
export function mendedRow(cell: string, late: bigint, version: bigint): PublishedRow {
  return rowOf(cell, version, late.toString());
}

function rowOf(cell: string, version: bigint, payload: string): PublishedRow {
  const bare = { date: "1970-01-01", ...noDetails, ...noDimensions, ...noFigures };
  return { grain: "generation", cell, version: version.toString(), ...bare, payload };
}
