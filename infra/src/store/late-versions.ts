/** Late blocks of published figures (migration 0009), as expressions for statements of readers and of whoever publishes. */

/**
 * Array(UInt64): versions of blocks that landed after the next generation had begun and whose rows were not counted again since. Of two
 * generations that follow one another the earlier one's last block is no higher than what the later one followed.
 */
export const lateVersions = `(
  SELECT arrayFilter(version -> version != 0, arrayMap(
    (one, next) -> if(one.3 > next.2 AND one.3 < bitShiftLeft(next.1, 32), one.3, 0), arrayPopBack(turns), arrayPopFront(turns)))
  FROM (
    SELECT arraySort(groupArray((generation, follows, last))) AS turns
    FROM (
      SELECT toUInt64(substring(cell, 1, 20)) AS generation, toUInt64(substring(cell, 22)) AS follows, max(version) AS last
      FROM published WHERE grain = 'generation' GROUP BY cell
      UNION ALL
      SELECT bitShiftRight(max(version), 32) AS generation,
             toUInt64OrZero(JSONExtractString(argMax(payload, version), 'follows')) AS follows, max(version) AS last
      FROM published WHERE grain = 'watermark' HAVING JSONHas(argMax(payload, version), 'follows'))))`;

/** Versions of late blocks that were counted again: their history says nothing. */
export const mendedVersions = "(SELECT toUInt64(payload) FROM published WHERE grain = 'generation' AND payload != '')";
