// Wait until every index answers.
// params: seconds
// returns: -
// mode: read
CALL db.awaitIndexes($seconds)
