// Put the values of a stretch of one ranking on the nodes themselves, for the Neo4j Browser.
// params: run, kind, property, after, until
// returns: -
// mode: write
MATCH (score:Score {run: $run, kind: $kind})
WHERE $after < score.place <= $until AND score.id IS NOT NULL
MATCH (score)<-[:SCORED]-(n:Party|Thing) WHERE n.id = score.subject
SET n[$property] = score.value
