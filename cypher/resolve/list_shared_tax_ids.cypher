// Records of parties that have one tax id, where several do.
// params: -
// returns: taxId, records
// mode: read
MATCH (r:Record) WHERE r.taxId IS NOT NULL AND EXISTS { (r)-[:DESCRIBES]->(:Party) }
WITH r.taxId AS taxId, collect(r.id) AS records
WHERE size(records) > 1
RETURN taxId, records
