// What is known of the edges that a batch names.
// params: ids
// returns: id, hash
// mode: read
// types: EDGE_TYPE
UNWIND $ids AS id
MATCH ()-[e:EDGE_TYPE {id: id}]->()
RETURN e.id AS id, e.hash AS hash
