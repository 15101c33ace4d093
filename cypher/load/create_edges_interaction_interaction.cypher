// Create edges between two interactions.
// params: rows, type
// returns: created
// mode: write
UNWIND $rows AS row
MATCH (origin:Interaction {id: row.origin})
MATCH (target:Interaction {id: row.target})
CREATE (origin)-[e:$($type)]->(target)
SET e = row.properties
RETURN count(e) AS created
