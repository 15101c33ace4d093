// Keys of the edges of one type that one table holds.
// params: source, table
// returns: id, key
// mode: read
// types: EDGE_TYPE
MATCH ()-[e:EDGE_TYPE {source: $source, table: $table}]->()
RETURN e.id AS id, e.key AS key
