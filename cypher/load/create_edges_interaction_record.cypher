// Create edges from an interaction to what a record describes.
// params: rows, type
// returns: created
// mode: write
UNWIND $rows AS row
MATCH (origin:Interaction {id: row.origin})
MATCH (:Record {id: row.target})-[:DESCRIBES]->(target)
CREATE (origin)-[e:$($type)]->(target)
SET e = row.properties
RETURN count(e) AS created
