// Let records describe another party.
// params: rows
// returns: -
// mode: write
UNWIND $rows AS row
MATCH (r:Record {id: row.record})-[d:DESCRIBES]->(old:Party)
WHERE old.id <> row.party
MATCH (new:Party {id: row.party})
DELETE d
CREATE (r)-[:DESCRIBES]->(new)
