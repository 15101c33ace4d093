// Create edges from what a record describes to an interaction.
// params: rows, type
// returns: created
// mode: write
UNWIND $rows AS row
MATCH (:Record {id: row.origin})-[:DESCRIBES]->(origin)
MATCH (target:Interaction {id: row.target})
CREATE (origin)-[e:$($type)]->(target)
SET e = row.properties
RETURN count(e) AS created
