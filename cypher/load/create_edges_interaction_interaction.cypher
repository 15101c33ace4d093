// Create edges of one type between interactions.
// Returns the numbers of those that found both ends.
// params: rows
// returns: created
// mode: write
// types: EDGE_TYPE
UNWIND $rows AS row
MATCH (origin:Interaction {id: row.origin})
MATCH (target:Interaction {id: row.target})
CREATE (origin)-[e:EDGE_TYPE]->(target)
SET e = row.properties
RETURN collect(row.n) AS created
