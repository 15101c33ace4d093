// What is known of the interactions that a batch names; placeholders are left out.
// params: ids
// returns: id, hash
// mode: read
UNWIND $ids AS id
MATCH (n:Interaction {id: id})
WHERE n.hash IS NOT NULL
RETURN n.id AS id, n.hash AS hash
