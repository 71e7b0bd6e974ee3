-- What is published, all in one table, because one insert block into one table is atomic: the cut (watermark), the exposure
-- statements that stand, the current cases and their monthly roll-up always are of the same cut of the log.
-- Nothing that can change stands in ORDER BY; the highest version of a cell is the one that counts.
CREATE TABLE IF NOT EXISTS published
(
    -- The last three are history, never replaced: every cut that was published, and every state that a case or an exposure
    -- record had at one. A past answer starts from the last cut at or below the one asked for.
    grain           Enum8('watermark' = 0, 'exposure' = 1, 'month' = 2, 'case' = 3, 'cut' = 4, 'exposure_version' = 5, 'case_version' = 6),
    -- watermark: ''; exposure: SHA-256 of the record's name; month: '2026-01|KZ|KZ-35|B|05|…' (see schemas/src/rows/published.ts); case: the case id;
    -- cut: the version; exposure_version, case_version: '<cell>|<version>'; versions with leading zeros, twenty digits.
    cell            String,
    version         UInt64,
    -- case: the date of occurrence; month: its first day.
    date            Date32,
    country         LowCardinality(String),
    region          LowCardinality(String),
    sector          LowCardinality(String),
    division        LowCardinality(String),
    severity        LowCardinality(String),
    kind            LowCardinality(String),
    evidence        LowCardinality(String),
    work_related    LowCardinality(String),
    method          LowCardinality(String),
    commodity       LowCardinality(String),
    hazard          LowCardinality(String),
    mine            LowCardinality(String),
    contractor      LowCardinality(String),
    sex             LowCardinality(String),
    age_band        LowCardinality(String),
    cause           LowCardinality(String),
    -- Absolute values of the cell. All zero: the case does not count, or the cell is empty.
    cases           UInt32,
    accidents       UInt32,
    group_accidents UInt32,
    lost_time_cases UInt32,
    days_lost       UInt64,
    days_lost_cases UInt32,
    payload         String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (grain, cell)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;
