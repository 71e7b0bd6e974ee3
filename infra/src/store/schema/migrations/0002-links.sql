-- Which records hold a link key: the journal's inverted index. A set, so repeated appends change nothing; and since a batch is
-- appended again until it is published, a crash between the journal's part and this one heals itself.
CREATE TABLE IF NOT EXISTS links
(
    link_key   UInt64,
    record_key UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (link_key, record_key)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS links_of_journal TO links AS
SELECT arrayJoin(link_keys) AS link_key, record_key
FROM journal;
