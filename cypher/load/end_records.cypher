// End records whose rows are gone from their source, unless a load that started later wrote them. Each keeps its last
// version; its hash is taken away from what any row has, so that a row that comes back lives again.
// params: ids, load
// returns: id
// mode: write
UNWIND $ids AS id
MATCH (r:Record {id: id})
// No change, but it takes the write lock: what is read below is the newest.
SET r:Record
WITH r WHERE r.load <= $load AND NOT r:Ended
CREATE (r)-[:WAS]->(version:Version)
SET version = properties(r), version.id = null
SET r:Ended, r.hash = 'ended', r.load = $load
RETURN r.id AS id
