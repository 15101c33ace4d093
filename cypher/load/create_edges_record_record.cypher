// Create edges of one type between what records describe.
// Returns the numbers of those that found both ends.
// params: rows
// returns: created
// mode: write
// types: EDGE_TYPE
UNWIND $rows AS row
MATCH (:Record {id: row.origin})-[:DESCRIBES]->(origin)
MATCH (:Record {id: row.target})-[:DESCRIBES]->(target)
CREATE (origin)-[e:EDGE_TYPE]->(target)
SET e = row.properties
RETURN collect(row.n) AS created
