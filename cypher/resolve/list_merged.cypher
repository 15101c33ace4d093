// Parties that several records describe.
// params: -
// returns: party, records
// mode: read
MATCH (p:Party)<-[:DESCRIBES]-(r:Record)
WITH p, collect(r.id) AS records
WHERE size(records) > 1
RETURN p.id AS party, records
