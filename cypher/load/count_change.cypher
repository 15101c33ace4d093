// Count one committed change of the graph; snapshots and caches go by this number.
// params: -
// returns: version
// mode: write
MERGE (g:Graph {id: 'graph'})
SET g.version = coalesce(g.version, 0) + 1
RETURN g.version AS version
