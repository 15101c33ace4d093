// Take away edges that a load has changed, unless a load that started later wrote them; the new ones follow.
// params: ids, load
// returns: id
// mode: write
// types: EDGE_TYPE
UNWIND $ids AS id
MATCH (start)-[e:EDGE_TYPE {id: id}]->()
// No change, but it takes the write lock: what is read below is the newest.
SET e.hash = e.hash
WITH e, id
WHERE e.load <= $load
DELETE e
RETURN id
