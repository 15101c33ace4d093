// How much of some goods lies in which warehouse.
// params: nodes, asOf
// returns: owner, other, quantity
// mode: read
UNWIND $nodes AS node
MATCH (good:Thing) WHERE id(good) = node
MATCH (good)-[s:STORED_IN]->(warehouse:Thing)
WHERE (s.validFrom IS NULL OR s.validFrom <= $asOf) AND (s.validTo IS NULL OR s.validTo >= $asOf)
RETURN collect(id(good)) AS owner, collect(id(warehouse)) AS other, collect(coalesce(s.quantity, 0.0 / 0.0)) AS quantity
