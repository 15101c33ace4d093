// Take along the edges that name a moving record at their start.
// params: rows
// returns: -
// mode: write
UNWIND $rows AS row
MATCH (:Record {id: row.record})-[:DESCRIBES]->(old:Party)-[e]->(other)
WHERE e.viaStart = row.record AND old.id <> row.party
MATCH (new:Party {id: row.party})
WITH new, other, e, type(e) AS type, properties(e) AS facts
DELETE e
CREATE (new)-[moved:$(type)]->(other)
SET moved = facts
