// The parties and things that some records describe, locked, so that no other loader derives them meanwhile.
// params: ids
// returns: id
// mode: write
UNWIND $ids AS id
MATCH (:Record {id: id})-[:DESCRIBES]->(entity)
WITH DISTINCT entity ORDER BY entity.id
SET entity:$(labels(entity))
RETURN entity.id AS id
