/**
 * Late blocks of published figures (migration 0009): as expressions for statements of readers and of whoever publishes, and as a rule for who has
 * read the few rows that tell them, since a window is most of what such a statement costs.
 */
import { epochCell } from "@qorgau/schemas/rows/published";
import { z } from "zod";

/**
 * The cell of a lease epoch (grain 'generation'); of the last one, which may have published nothing yet, that of its claim. A cut that does not
 * state what its epoch followed, since the epoch's own row does, comes before all epochs and follows none.
 */
const generation = `multiIf(grain = 'generation', cell,
    JSONHas(payload, 'follows'), concat(leftPad(toString(bitShiftRight(version, 32)), 20, '0'), '|', JSONExtractString(payload, 'follows')), '')`;

/** The row of the watermark and those of lease epochs, each with the cell of the epoch that follows it. */
const blocks = `(
  SELECT grain, version, payload, any(generation) OVER (ORDER BY generation ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next
  FROM (SELECT grain, ${generation} AS generation, version, payload FROM published FINAL WHERE grain IN ('generation', 'watermark')))`;

/**
 * Late blocks: they landed after the next lease epoch had begun, and their rows were not counted again since. Of two epochs
 * that follow one another the last block of the earlier is no higher than what the later one followed.
 */
const isLate = "(version > toUInt64OrZero(substring(next, 22)) AND bitShiftRight(version, 32) < toUInt64OrZero(substring(next, 1, 20)))";

/** FROM and WHERE of a select of the watermark (`grain`, `version`, `payload`) and of late blocks (`grain` 'generation', `version`). */
export const cutAndLateBlocks = `FROM ${blocks} WHERE grain = 'watermark' OR ${isLate}`;

/** Array(UInt64): the versions of late blocks, ascending. */
export const lateVersions = `(SELECT arraySort(groupArray(version)) FROM ${blocks} WHERE ${isLate})`;

/** Versions of late blocks that were counted again: their history says nothing. */
export const mendedVersions = "(SELECT toUInt64(payload) FROM published WHERE grain = 'generation' AND payload != '')";

/** A row of the watermark or of a lease epoch, the highest version of its cell. */
export interface BlockRow {
  readonly grain: "watermark" | "generation";
  readonly cell: string;
  readonly version: bigint;
  readonly payload: string;
}

/** Whether a late block is among these: the same rule as in SQL, over all rows of both grains. */
export function isAnyBlockLate(rows: readonly BlockRow[]): boolean {
  const epochs = rows.map((row) => ({ ...row, cell: epochCellOf(row) })).toSorted((a, b) => (a.cell < b.cell ? -1 : 1));
  return epochs.some(({ grain, version }, place) => {
    const next = epochs[place + 1]?.cell ?? "";
    if (next === "" || grain === "watermark") return false;
    const [epoch = "", follows = ""] = next.split("|");
    return version > BigInt(follows) && version >> 32n < BigInt(epoch);
  });
}

const claimedCut = z.object({ follows: z.string().optional() });

function epochCellOf({ grain, cell, version, payload }: BlockRow): string {
  if (grain === "generation") return cell;
  const { follows } = claimedCut.parse(JSON.parse(payload));
  return follows === undefined ? "" : epochCell(version >> 32n, BigInt(follows));
}
