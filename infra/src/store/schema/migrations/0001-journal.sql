-- The truth: every accepted statement, append-only. A repeated append leaves the same (partition, offset) twice, which is why
-- readers take one row per place in the log (LIMIT 1 BY partition, offset) and nothing is ever counted here by plain count().
-- A flush reads the earlier statements of a few thousand records, which lie scattered all over the table, and a granule is read as a
-- whole: small ones, so that it does not come to reading every statement there is.
CREATE TABLE IF NOT EXISTS journal
(
    partition    UInt16,
    offset       UInt64,
    recorded_at  DateTime64(3, 'UTC'),
    effective_at DateTime64(3, 'UTC'),
    entity       LowCardinality(String),
    -- First eight bytes of the SHA-256 of the record's name. Only finds candidates: what a record is, its statement says.
    record_key   UInt64,
    -- The same of everything that may tie this record to another: identities, accident names, sameAs (see schemas/src/cases/links.ts).
    link_keys    Array(UInt64),
    statement    String CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (record_key, partition, offset)
SETTINGS index_granularity = 128, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;
