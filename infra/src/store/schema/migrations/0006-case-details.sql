-- What the choices of a question need of a case: its year by death or by registration, the region where its employer is registered, and
-- its accident (64 hex digits), for intervals by accidents and figures without a named one. Months have none of it: such questions read
-- the cases. Rows that stand hold none of it: another fold version asks for them to be made anew.
ALTER TABLE published ADD COLUMN IF NOT EXISTS death_date Date32 AFTER date;
ALTER TABLE published ADD COLUMN IF NOT EXISTS registration_date Date32 AFTER death_date;
ALTER TABLE published ADD COLUMN IF NOT EXISTS registration_region LowCardinality(String) AFTER cause;
ALTER TABLE published ADD COLUMN IF NOT EXISTS accident String CODEC(ZSTD(1)) AFTER registration_region;
