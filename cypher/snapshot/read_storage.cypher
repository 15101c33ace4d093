// How much of some goods lies in which warehouse.
// params: ids, asOf
// returns: owner, other, quantity
// mode: read
UNWIND $ids AS id
MATCH (good:Thing {id: id})-[s:STORED_IN]->(warehouse:Thing)
WHERE coalesce(s.validFrom <= $asOf, true) AND coalesce(s.validTo >= $asOf, true)
RETURN collect(id(good)) AS owner, collect(id(warehouse)) AS other, collect(coalesce(s.quantity, 0.0 / 0.0)) AS quantity
