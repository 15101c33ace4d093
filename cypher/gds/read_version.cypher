// The version of Graph Data Science.
// params: -
// returns: version
// mode: read
RETURN gds.version() AS version
