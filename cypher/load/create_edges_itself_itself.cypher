// Create edges between records themselves, not what they describe.
// params: rows, type
// returns: created
// mode: write
UNWIND $rows AS row
MATCH (origin:Record {id: row.origin})
MATCH (target:Record {id: row.target})
CREATE (origin)-[e:$($type)]->(target)
SET e = row.properties
RETURN count(e) AS created
