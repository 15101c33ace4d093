// What some parties own of others: the share, and the stake's worth in whole minor units.
// params: nodes, asOf
// returns: owner, other, share, amount, currency
// mode: read
UNWIND $nodes AS node
MATCH (holder:Party) WHERE id(holder) = node
MATCH (holder)-[o:OWNS]->(held:Party)
WHERE (o.validFrom IS NULL OR o.validFrom <= $asOf) AND (o.validTo IS NULL OR o.validTo >= $asOf)
RETURN collect(id(holder)) AS owner, collect(id(held)) AS other, collect(coalesce(o.share, 0.0 / 0.0)) AS share,
       collect(coalesce(toFloat(o.valueMinor), 0.0 / 0.0)) AS amount, collect(coalesce(o.currency, '')) AS currency
