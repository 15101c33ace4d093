// Take away the edges that changed interactions implied; their new ones follow.
// params: ids
// returns: -
// mode: write
UNWIND $ids AS id
MATCH (:Interaction {id: id})-[e]-()
WHERE e.row = id
DELETE e
