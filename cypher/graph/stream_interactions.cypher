// All interactions.
// params: -
// returns: labels, properties
// mode: read
MATCH (n:Interaction)
RETURN labels(n) AS labels, properties(n) AS properties
