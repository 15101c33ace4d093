// Stand a placeholder in for each record that an edge names and no load has brought yet; returns those, old or new, that
// describe nothing yet.
// params: rows, load
// returns: id
// mode: write
UNWIND $rows AS row
MERGE (r:Record {id: row.id})
ON CREATE SET r:Placeholder, r.source = row.source, r.table = row.table, r.key = row.key, r.firstLoad = $load
WITH r WHERE NOT EXISTS { (r)-[:DESCRIBES]->() }
RETURN r.id AS id
