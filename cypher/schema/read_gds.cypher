// The version of the Graph Data Science library; an error where Neo4j runs without it.
// params: -
// returns: version
// mode: read
RETURN gds.version() AS version
