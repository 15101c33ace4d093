// Make the parties that records are about to move to, and lock all that the move concerns.
// params: ids
// returns: -
// mode: write
UNWIND $ids AS id
MERGE (p:Party {id: id})
ON CREATE SET p.sortName = ''
SET p:Party
