-- One row for each generation of the turn, written with every block of it, so that it has the version of the last one: the cell says what
-- it followed when it began. A block that lands after a later generation began stands out by it for good, whatever is merged; once its
-- rows are counted again the row says so, with the version of the late block as its payload.
ALTER TABLE published MODIFY COLUMN grain Enum8('watermark' = 0, 'exposure' = 1, 'month' = 2, 'case' = 3, 'cut' = 4, 'exposure_version' = 5, 'case_version' = 6, 'generation' = 7);
