// Drop a projection, if it is there.
// params: name
// returns: name
// mode: read
CALL gds.graph.drop($name, false) YIELD graphName
RETURN graphName AS name
