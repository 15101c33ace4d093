// Take along the edges that name a moving record at their end.
// params: rows
// returns: -
// mode: write
UNWIND $rows AS row
MATCH (:Record {id: row.record})-[:DESCRIBES]->(old:Party)<-[e]-(other)
WHERE e.viaEnd = row.record AND old.id <> row.party
MATCH (new:Party {id: row.party})
WITH new, other, e, type(e) AS type, properties(e) AS facts
DELETE e
CREATE (other)-[moved:$(type)]->(new)
SET moved = facts
