// The categories that some goods, or narrower categories, are in.
// params: nodes, asOf
// returns: owner, other
// mode: read
UNWIND $nodes AS node
MATCH (good:Thing) WHERE id(good) = node
MATCH (good)-[c:IN_CATEGORY]->(category:Thing)
WHERE (c.validFrom IS NULL OR c.validFrom <= $asOf) AND (c.validTo IS NULL OR c.validTo >= $asOf)
RETURN collect(id(good)) AS owner, collect(id(category)) AS other
