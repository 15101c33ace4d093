// Write scores of one kind. An edge names the record that the party has its id from, so that it follows that record
// where parties are merged and parted. What is gone meanwhile gets no score.
// params: run, kind, asOf, rows
// returns: written
// mode: write
MATCH (run:Run {id: $run})
UNWIND $rows AS row
CALL (row) {
  MATCH (n:Party {id: row.subject}) RETURN n
  UNION MATCH (n:Thing {id: row.subject}) RETURN n
}
CREATE (n)-[:SCORED {viaStart: row.subject}]->(score:Score)-[:OF]->(run)
SET score:$(row.level), score = row, score.id = $run + $kind + row.subject, score.run = $run, score.kind = $kind, score.asOf = $asOf
RETURN count(score) AS written
