// What some goods are made of: units of each component in one unit of the good.
// params: nodes, asOf
// returns: owner, other, quantity, unit
// mode: read
UNWIND $nodes AS node
MATCH (good:Thing) WHERE id(good) = node
MATCH (good)<-[c:COMPONENT_OF]-(component:Thing)
WHERE (c.validFrom IS NULL OR c.validFrom <= $asOf) AND (c.validTo IS NULL OR c.validTo >= $asOf)
RETURN collect(id(good)) AS owner, collect(id(component)) AS other, collect(coalesce(c.quantity, 0.0 / 0.0)) AS quantity,
       collect(coalesce(c.unit, component.unit, '')) AS unit
