// Note how far a load has come, in the transaction of the batch that brought it there.
// params: id, rows, counts, version
// returns: -
// mode: write
MERGE (c:Checkpoint {id: $id})
SET c.rows = $rows, c.counts = $counts, c.version = $version
