-- at_work_accidents, at_work_group_accidents, at_work_group_victims: accidents, group accidents and their victims where commuters on their
-- own way are left out of the counts; 0 of such a commuter's case. Rows that stand hold none of it: another fold version asks for them to be
-- made anew.
ALTER TABLE published ADD COLUMN IF NOT EXISTS at_work_accidents UInt32 AFTER group_victims;
ALTER TABLE published ADD COLUMN IF NOT EXISTS at_work_group_accidents UInt32 AFTER at_work_accidents;
ALTER TABLE published ADD COLUMN IF NOT EXISTS at_work_group_victims UInt32 AFTER at_work_group_accidents;
