// The number of changes committed so far.
// params: -
// returns: version
// mode: read
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN coalesce(g.version, 0) AS version
