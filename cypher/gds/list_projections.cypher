// Names of our projections that are in Neo4j's memory.
// params: prefix
// returns: name
// mode: read
CALL gds.graph.list() YIELD graphName
WITH graphName WHERE graphName STARTS WITH $prefix
RETURN graphName AS name
