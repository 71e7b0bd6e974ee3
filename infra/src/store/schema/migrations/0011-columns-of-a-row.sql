-- What a row of figures is looked for by, in narrow columns: a look for the records of a row then reads no text but that of the rows it finds.
-- Made of the statement itself; in parts of before they are worked out when they are read, and written when a part is merged.
ALTER TABLE journal ADD COLUMN IF NOT EXISTS occurred Date32 MATERIALIZED toDate32OrDefault(JSONExtractString(statement, 'derived', 'date'));
ALTER TABLE journal ADD COLUMN IF NOT EXISTS region LowCardinality(String) MATERIALIZED JSONExtractString(statement, 'derived', 'region');
ALTER TABLE journal ADD COLUMN IF NOT EXISTS section LowCardinality(String) MATERIALIZED JSONExtractString(statement, 'derived', 'section');
