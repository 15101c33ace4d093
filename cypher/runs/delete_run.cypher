// Delete a run whose scores are gone.
// params: run
// returns: -
// mode: write
MATCH (run:Run {id: $run})
DETACH DELETE run
