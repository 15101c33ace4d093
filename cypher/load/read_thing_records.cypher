// All records that describe some things, with what the things hold now.
// params: ids
// returns: id, labels, properties, records
// mode: read
UNWIND $ids AS id
MATCH (entity:Thing {id: id})
RETURN entity.id AS id, labels(entity) AS labels, properties(entity) AS properties,
       COLLECT { MATCH (r:Record)-[:DESCRIBES]->(entity) RETURN properties(r) } AS records
