// How many nodes a projection has.
// params: name
// returns: nodes
// mode: read
CALL gds.graph.list($name) YIELD nodeCount
RETURN nodeCount AS nodes
