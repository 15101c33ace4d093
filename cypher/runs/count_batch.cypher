// Count a batch of scores to a run; `fresh` says whether it still is to be written. No row: the run is no more.
// params: run, before, after
// returns: fresh
// mode: write
MATCH (run:Run {id: $run}) WHERE run.number IS NULL
WITH run, run.written = $before AS fresh
SET run.written = CASE WHEN fresh THEN $after ELSE run.written END
RETURN fresh
