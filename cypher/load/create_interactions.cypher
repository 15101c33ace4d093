// Create interactions of one kind that are not there, not even as placeholders.
// params: rows, labels
// returns: -
// mode: write
UNWIND $rows AS row
CREATE (n:$($labels))
SET n = row
