// Begin a run. It has no number until it has finished, and nobody reads a run without one.
// params: id, facts
// returns: -
// mode: write
MERGE (run:Run {id: $id})
SET run += $facts, run.written = 0
