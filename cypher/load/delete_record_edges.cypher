// Take away the edges that changed records implied; their new ones follow.
// params: ids
// returns: -
// mode: write
UNWIND $ids AS id
MATCH (:Record {id: id})-[:DESCRIBES]->(entity)-[e]-()
WHERE e.row = id
DELETE e
