// Parties and things that were loaded before their values for indexes were.
// params: -
// returns: id, category
// mode: read
CALL () {
  MATCH (n:Party) WHERE n.searchText IS NULL AND NOT n:Placeholder AND NOT n:Ended RETURN n.id AS id, 'Party' AS category
  UNION ALL MATCH (n:Thing) WHERE n.code IS NOT NULL AND n.sortCode IS NULL RETURN n.id AS id, 'Thing' AS category
}
RETURN id, category
