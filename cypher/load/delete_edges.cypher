// Take away edges that a load has changed, unless a load that started later wrote them; the new ones follow.
// params: ids, load
// returns: id, origin, target
// mode: write
// types: EDGE_TYPE
UNWIND $ids AS id
MATCH (start)-[e:EDGE_TYPE {id: id}]->(target)
// No change, but it takes the write lock: what is read below is the newest.
SET e.hash = e.hash
WITH e, id, start.id AS origin, target.id AS target
WHERE e.load <= $load
DELETE e
RETURN id, origin, target
