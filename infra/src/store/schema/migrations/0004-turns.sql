-- Who may write to `published`. One row is added when a turn is claimed, one when it is given back; nothing is ever changed or taken away.
-- The highest (generation, owner) has the turn.
CREATE TABLE IF NOT EXISTS turns
(
    generation UInt64,
    -- Random, another one with every claim.
    owner      String,
    state      Enum8('claimed' = 0, 'released' = 1),
    -- For people: which process.
    member     String,
    at         DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (generation, owner)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

-- How far the members that share the journalling have come, partition by partition: every record from the published cut up to this one is
-- in the journal. Means something in its generation only, since a rebuild, which ends one, puts another journal in place.
CREATE TABLE IF NOT EXISTS journal_heads
(
    generation UInt64,
    partition  UInt16,
    offset     UInt64
)
ENGINE = ReplacingMergeTree(offset)
ORDER BY (generation, partition)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;
