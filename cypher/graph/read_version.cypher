// The number of changes committed so far; for the demo company's graph also which demo, and the version it brought about.
// params: -
// returns: version, demo, demoVersion
// mode: read
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN coalesce(g.version, 0) AS version, g.demo AS demo, g.demoVersion AS demoVersion
