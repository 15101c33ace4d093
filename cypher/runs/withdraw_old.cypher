// Withdraw the runs of a job but for the $keep that finished last, and the one that readers go by.
// params: job, keep
// returns: -
// mode: write
MATCH (run:Run {job: $job}) WHERE run.number IS NOT NULL
WITH run ORDER BY run.number DESC SKIP $keep
WITH run WHERE NOT run:Latest
SET run.number = null
