-- group_victims: counting victims of accidents with two or more of them. fault_cases: counting cases whose investigation laid the fault in
-- percent; employer_fault, worker_fault: the sums of those percents, in hundredths. Rows that stand hold none of it: another fold version
-- asks for them to be made anew.
ALTER TABLE published ADD COLUMN IF NOT EXISTS group_victims UInt32 AFTER group_accidents;
ALTER TABLE published ADD COLUMN IF NOT EXISTS fault_cases UInt32 AFTER days_lost_cases;
ALTER TABLE published ADD COLUMN IF NOT EXISTS employer_fault UInt64 AFTER fault_cases;
ALTER TABLE published ADD COLUMN IF NOT EXISTS worker_fault UInt64 AFTER employer_fault;
