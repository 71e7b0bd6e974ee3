/** Late blocks of published figures (migration 0009), as expressions for statements of readers and of whoever publishes. */

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
