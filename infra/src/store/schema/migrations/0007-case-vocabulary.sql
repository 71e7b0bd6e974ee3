-- Circumstance, road traffic, status and migration of the worker, size and identity of the enterprise: dimensions of cases. died_on is the
-- stated day of death, '' where none is (death_date falls back to the accident). A month keeps the circumstance, since a commuter's own way
-- is left out of counts unless asked for. days_before_death, days_before_death_cases: days lost that fatal cases state, for answers in which
-- a late death counts as severe. Rows that stand hold none of it: another fold version asks for them to be made anew.
ALTER TABLE published ADD COLUMN IF NOT EXISTS died_on String AFTER registration_date;
ALTER TABLE published ADD COLUMN IF NOT EXISTS circumstance LowCardinality(String) AFTER work_related;
ALTER TABLE published ADD COLUMN IF NOT EXISTS road_traffic LowCardinality(String) AFTER cause;
ALTER TABLE published ADD COLUMN IF NOT EXISTS worker_status LowCardinality(String) AFTER road_traffic;
ALTER TABLE published ADD COLUMN IF NOT EXISTS migrant LowCardinality(String) AFTER worker_status;
ALTER TABLE published ADD COLUMN IF NOT EXISTS size LowCardinality(String) AFTER migrant;
ALTER TABLE published ADD COLUMN IF NOT EXISTS employer String CODEC(ZSTD(1)) AFTER size;
ALTER TABLE published ADD COLUMN IF NOT EXISTS days_before_death UInt64 AFTER days_lost_cases;
ALTER TABLE published ADD COLUMN IF NOT EXISTS days_before_death_cases UInt32 AFTER days_before_death;
