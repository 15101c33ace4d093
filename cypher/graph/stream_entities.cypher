// All parties and things, each with the records that describe it.
// params: -
// returns: labels, properties, records
// mode: read
MATCH (n:Party|Thing)
RETURN labels(n) AS labels, properties(n) AS properties, COLLECT { MATCH (r:Record)-[:DESCRIBES]->(n) RETURN r.id } AS records
