// Note that the graph is the demo company's, and once all of it is loaded, which demo that is.
// params: digest
// returns: -
// mode: write
MERGE (g:Graph {id: 'graph'})
SET g.demo = coalesce($digest, ''), g.demoVersion = CASE WHEN $digest IS NOT NULL THEN coalesce(g.version, 0) END
