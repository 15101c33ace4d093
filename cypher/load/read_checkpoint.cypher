// How far an interrupted load of the same mapping, files and options has come.
// params: id
// returns: rows, counts
// mode: read
MATCH (c:Checkpoint {id: $id})
RETURN c.rows AS rows, c.counts AS counts
