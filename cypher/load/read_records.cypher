// The records of a batch that are there; a placeholder, which no load has filled, has no hash.
// params: ids
// returns: id, hash
// mode: read
UNWIND $ids AS id
MATCH (r:Record {id: id})
RETURN r.id AS id, r.hash AS hash
