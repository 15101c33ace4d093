// Who supplies some goods, on which terms. A price is in major units; a number that is missing is NaN.
// params: nodes, asOf
// returns: owner, other, share, leadTimeDays, price, currency, minimumQuantity
// mode: read
UNWIND $nodes AS node
MATCH (good:Thing) WHERE id(good) = node
MATCH (good)<-[s:SUPPLIES]-(supplier:Party)
// All properties at once: each that is read by itself is looked for from the beginning.
WITH good, supplier, properties(s) AS s
WHERE (s.validFrom IS NULL OR s.validFrom <= $asOf) AND (s.validTo IS NULL OR s.validTo >= $asOf)
RETURN collect(id(good)) AS owner, collect(id(supplier)) AS other, collect(coalesce(s.share, 0.0 / 0.0)) AS share,
       collect(coalesce(s.leadTimeDays, 0.0 / 0.0)) AS leadTimeDays, collect(coalesce(s.unitPriceMicros / 1e6, 0.0 / 0.0)) AS price,
       collect(coalesce(s.currency, '')) AS currency, collect(coalesce(s.minimumQuantity, 0.0 / 0.0)) AS minimumQuantity
