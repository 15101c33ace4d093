// How far an interrupted load of the same mapping, files and options has come, unless the graph changed since.
// params: id
// returns: rows, counts
// mode: read
MATCH (c:Checkpoint {id: $id}), (g:Graph {id: 'graph', version: c.version})
RETURN c.rows AS rows, c.counts AS counts
