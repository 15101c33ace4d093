// All records.
// params: -
// returns: labels, properties
// mode: read
MATCH (n:Record)
RETURN labels(n) AS labels, properties(n) AS properties
