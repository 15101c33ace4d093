// The number of changes committed so far, and whether the graph is the demo company's.
// params: -
// returns: version, demo
// mode: read
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN coalesce(g.version, 0) AS version, coalesce(g.demo, false) AS demo
