-- Which statement of a record stands is found by the engine, in narrow columns, so that a flush reads the text of none that is superseded.
-- content: the first 128 bits of the hash that decides between equal revisions. record_check: the next eight bytes of the hash that
-- record_key is of, so that two records made to share a key are told apart. Rows that stand hold none of it: another fold version asks
-- for them to be made anew.
ALTER TABLE journal ADD COLUMN IF NOT EXISTS record_check UInt64 AFTER record_key;
ALTER TABLE journal ADD COLUMN IF NOT EXISTS revision UInt32 AFTER record_check;
ALTER TABLE journal ADD COLUMN IF NOT EXISTS content UInt128 AFTER revision;
-- The record that sameAs names, and all records of the same source that name it (see schemas/src/cases/links.ts); 0 without sameAs.
ALTER TABLE journal ADD COLUMN IF NOT EXISTS named_key UInt64 AFTER link_keys;
ALTER TABLE journal ADD COLUMN IF NOT EXISTS same_as_group UInt64 AFTER named_key;

-- From a named record to those groups, however many records each has.
ALTER TABLE links ADD COLUMN IF NOT EXISTS group_key UInt64;

DROP VIEW IF EXISTS links_of_journal;

CREATE MATERIALIZED VIEW IF NOT EXISTS links_of_journal TO links AS
SELECT arrayJoin(link_keys) AS link_key, record_key, if(link_key = named_key, same_as_group, toUInt64(0)) AS group_key
FROM journal;
