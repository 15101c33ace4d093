// Create records and what they describe; those that exist, be it as placeholders, are left for `write_records`.
// params: rows, load
// returns: id, created
// mode: write
UNWIND $rows AS row
MERGE (r:Record {id: row.id})
ON CREATE SET r = row.properties, r.load = $load, r.firstLoad = $load
WITH r, row, coalesce(r.load = $load, false) AS created
FOREACH (_ IN CASE WHEN created THEN [row] ELSE [] END |
  CREATE (r)-[:DESCRIBES]->(entity:$(row.labels))
  SET entity = row.values
)
RETURN row.id AS id, created
