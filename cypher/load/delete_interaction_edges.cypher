// Take away the edges that changed interactions implied; their new ones follow. Returns what they led to.
// params: ids
// returns: id
// mode: write
UNWIND $ids AS id
MATCH (:Interaction {id: id})-[e]-(other)
WHERE e.row = id
DELETE e
RETURN DISTINCT other.id AS id
