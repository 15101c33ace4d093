// Create edges of one type from interactions to what records describe.
// A row is a number, the ids of both ends, and properties; returns the numbers of those that found both.
// params: rows
// returns: created
// mode: write
// types: EDGE_TYPE
UNWIND $rows AS row
MATCH (origin:Interaction {id: row[1]})
MATCH (:Record {id: row[2]})-[:DESCRIBES]->(target)
CREATE (origin)-[e:EDGE_TYPE]->(target)
SET e = row[3]
RETURN collect(row[0]) AS created
