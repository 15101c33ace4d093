// Note that the graph is the demo company's.
// params: -
// returns: -
// mode: write
MERGE (g:Graph {id: 'graph'})
SET g.demo = true
