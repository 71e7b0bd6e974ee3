/** Late blocks of published figures (migration 0009), as expressions for statements of readers and of whoever publishes. */

/** The cell of an epoch (grain `generation`), and of the last one, which may have published nothing yet, that of its claim. */
const epochCell =
  "if(grain = 'generation', cell, concat(leftPad(toString(bitShiftRight(version, 32)), 20, '0'), '|', JSONExtractString(payload, 'follows')))";

/**
 * A SELECT of `version` (UInt64), in brackets: of blocks that landed after the next epoch of the publisher lease (`generation`) had begun and whose rows were not counted again
 * since. Of two epochs that follow one another the earlier one's last block is no higher than what the later one followed.
 */
export const lateBlocks = `(
  SELECT version
  FROM (
    SELECT version, any(generation) OVER (ORDER BY generation ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next
    FROM (
      SELECT ${epochCell} AS generation, version
      FROM published FINAL WHERE grain = 'generation' OR (grain = 'watermark' AND JSONHas(payload, 'follows'))))
  WHERE version > toUInt64OrZero(substring(next, 22)) AND bitShiftRight(version, 32) < toUInt64OrZero(substring(next, 1, 20)))`;

/** Array(UInt64): the versions of late blocks, ascending. */
export const lateVersions = `(SELECT arraySort(groupArray(version)) FROM ${lateBlocks})`;

/** Versions of late blocks that were counted again: their history says nothing. */
export const mendedVersions = "(SELECT toUInt64(payload) FROM published WHERE grain = 'generation' AND payload != '')";
