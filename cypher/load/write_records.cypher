// Create or change records. A changed one keeps its former version; a load that started later is not overwritten.
// params: rows, load
// returns: id, outcome
// mode: write
UNWIND $rows AS row
MERGE (r:Record {id: row.id})
// No change, but it takes the write lock: what is read below is the newest.
SET r:Record
WITH r, row, r.hash AS former, r.load AS load, coalesce(r.firstLoad, $load) AS firstLoad
WITH r, row, former, firstLoad,
     CASE WHEN former IS NULL THEN 'created' WHEN former = row.hash OR load > $load THEN 'unchanged' ELSE 'changed' END AS outcome
CALL (r, outcome) {
  WITH r, outcome WHERE outcome = 'changed'
  CREATE (r)-[:WAS]->(version:Version)
  SET version = properties(r), version.id = null
}
CALL (r, row, firstLoad, outcome) {
  WITH r, row, firstLoad, outcome WHERE outcome <> 'unchanged'
  REMOVE r:Placeholder:Ended
  SET r = row.properties, r.load = $load, r.firstLoad = firstLoad
}
RETURN r.id AS id, outcome
