// Create interactions; those that exist, be it as placeholders, are left for `write_interactions`.
// params: rows, load
// returns: id, created
// mode: write
UNWIND $rows AS row
MERGE (n:Interaction {id: row.id})
ON CREATE SET n = row.properties, n:$(row.label), n.load = $load
RETURN row.id AS id, coalesce(n.load = $load, false) AS created
