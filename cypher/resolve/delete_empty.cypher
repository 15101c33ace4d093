// Delete parties that no record describes any more; their ids live on as those of their records.
// params: ids
// returns: id
// mode: write
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE NOT EXISTS { (:Record)-[:DESCRIBES]->(p) }
DETACH DELETE p
RETURN id
