// Stand a placeholder in for each interaction that an edge names and no load has brought yet.
// params: rows
// returns: -
// mode: write
UNWIND $rows AS row
MERGE (n:Interaction {id: row.id})
ON CREATE SET n:Placeholder, n.source = row.source, n.table = row.table, n.key = row.key
