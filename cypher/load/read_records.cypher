// What is known of the records that a batch names; placeholders, which no load has filled, are left out.
// params: ids
// returns: id, hash
// mode: read
UNWIND $ids AS id
MATCH (r:Record {id: id})
WHERE r.hash IS NOT NULL
RETURN r.id AS id, r.hash AS hash
