// Delete some of the scores of a run and tell how many it were.
// params: run, size
// returns: deleted
// mode: write
MATCH (run:Run {id: $run})<-[:OF]-(score:Score)
WITH score LIMIT $size
DETACH DELETE score
RETURN count(*) AS deleted
