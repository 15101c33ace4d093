// Rows that some edge names and no load has brought yet, by the table they are expected from.
// params: -
// returns: source, table, waiting
// mode: read
CALL () {
  MATCH (n:Record&Placeholder) RETURN n.source AS source, n.table AS table
  UNION ALL MATCH (n:Interaction&Placeholder) RETURN n.source AS source, n.table AS table
}
RETURN source, table, count(*) AS waiting
ORDER BY source, table
