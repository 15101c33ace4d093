// Finish a run: its number makes it visible. No row: the run is no more. Last in its transaction, for the graph's node
// is what all writers queue for.
// params: run, copied
// returns: number
// mode: write
MATCH (run:Run {id: $run}) WHERE run.number IS NULL
MERGE (g:Graph {id: 'graph'})
SET g.runs = coalesce(g.runs, 0) + 1
SET run.number = g.runs, run.finishedAt = datetime(), run.copied = $copied, run.written = null
RETURN run.number AS number
