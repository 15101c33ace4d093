// The categories that some goods, or narrower categories, are in.
// params: ids, asOf
// returns: owner, other
// mode: read
UNWIND $ids AS id
MATCH (good:Thing {id: id})-[c:IN_CATEGORY]->(category:Thing)
WHERE coalesce(c.validFrom <= $asOf, true) AND coalesce(c.validTo >= $asOf, true)
RETURN collect(id(good)) AS owner, collect(id(category)) AS other
