// Create edges between what two records describe.
// params: rows, type
// returns: created
// mode: write
UNWIND $rows AS row
MATCH (:Record {id: row.origin})-[:DESCRIBES]->(origin)
MATCH (:Record {id: row.target})-[:DESCRIBES]->(target)
CREATE (origin)-[e:$($type)]->(target)
SET e = row.properties
RETURN count(e) AS created
