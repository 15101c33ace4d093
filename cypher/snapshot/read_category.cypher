// The categories that some goods, or narrower categories, are in.
// params: nodes, asOf
// returns: owner, other
// mode: read
UNWIND $nodes AS node
MATCH (good:Thing) WHERE id(good) = node
MATCH (good)-[c:IN_CATEGORY]->(category:Thing)
WHERE coalesce(c.validFrom <= $asOf, true) AND coalesce(c.validTo >= $asOf, true)
RETURN collect(id(good)) AS owner, collect(id(category)) AS other
