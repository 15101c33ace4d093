// Note that all values of a run stand on the nodes.
// params: run
// returns: -
// mode: write
MATCH (run:Run {id: $run})
SET run.copied = true
