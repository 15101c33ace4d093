// The interactions of a batch that are there; a placeholder, which no load has filled, has no hash.
// params: ids
// returns: id, hash
// mode: read
UNWIND $ids AS id
MATCH (n:Interaction {id: id})
RETURN n.id AS id, n.hash AS hash
