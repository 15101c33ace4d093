// Give each record that describes nothing yet a party or thing of its own, whose id is the record's.
// params: rows
// returns: id
// mode: write
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
WHERE NOT EXISTS { (r)-[:DESCRIBES]->() }
CREATE (r)-[:DESCRIBES]->(entity:$(row.labels))
SET entity = row.properties
RETURN row.id AS id
