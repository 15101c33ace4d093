// End interactions whose rows are gone from their source, unless a load that started later wrote them. They lose their
// kind, so that no view shows them; a row that comes back gives it to them again.
// params: ids, load
// returns: id
// mode: write
UNWIND $ids AS id
MATCH (n:Interaction {id: id})
// No change, but it takes the write lock: what is read below is the newest.
SET n:Interaction
WITH n WHERE n.load <= $load AND NOT n:Ended
REMOVE n:$([label IN labels(n) WHERE label <> 'Interaction'])
SET n:Ended, n.hash = 'ended', n.load = $load
RETURN n.id AS id
