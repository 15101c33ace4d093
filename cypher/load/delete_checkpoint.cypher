// The load has ended: nothing is left to go on with.
// params: id
// returns: -
// mode: write
MATCH (c:Checkpoint {id: $id})
DELETE c
