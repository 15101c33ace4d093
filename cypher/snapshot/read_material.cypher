// What some goods are made of: units of each component in one unit of the good.
// params: ids, asOf
// returns: owner, other, quantity, unit
// mode: read
UNWIND $ids AS id
MATCH (good:Thing {id: id})<-[c:COMPONENT_OF]-(component:Thing)
WHERE coalesce(c.validFrom <= $asOf, true) AND coalesce(c.validTo >= $asOf, true)
RETURN collect(id(good)) AS owner, collect(id(component)) AS other, collect(coalesce(c.quantity, 0.0 / 0.0)) AS quantity,
       collect(coalesce(c.unit, component.unit, '')) AS unit
