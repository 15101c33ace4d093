// Ids of all that a run gave a score of some kind.
// params: run, kind
// returns: subjects
// mode: read
MATCH (score:Score {run: $run, kind: $kind}) WHERE score.place IS NOT NULL AND score.id IS NOT NULL
RETURN collect(score.subject) AS subjects
