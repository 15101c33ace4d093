// Let readers go by a run instead of the one before.
// params: run, job
// returns: -
// mode: write
OPTIONAL MATCH (former:Latest {job: $job})
REMOVE former:Latest
WITH DISTINCT 1 AS done
MATCH (run:Run {id: $run})
SET run:Latest
