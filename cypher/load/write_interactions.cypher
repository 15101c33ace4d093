// Create or change interactions; a load that started later is not overwritten. One that is another kind now loses the
// former.
// params: rows, load
// returns: id, outcome
// mode: write
UNWIND $rows AS row
MERGE (n:Interaction {id: row.id})
// No change, but it takes the write lock: what is read below is the newest.
SET n:Interaction
WITH n, row, n.hash AS former, n.load AS load
WITH n, row,
     CASE WHEN former IS NULL THEN 'created' WHEN former = row.hash OR load > $load THEN 'unchanged' ELSE 'changed' END AS outcome
CALL (n, row, outcome) {
  WITH n, row, outcome WHERE outcome <> 'unchanged'
  REMOVE n:$([label IN labels(n) WHERE label <> 'Interaction'])
  SET n = row.properties, n:$(row.label), n.load = $load
}
RETURN n.id AS id, outcome
