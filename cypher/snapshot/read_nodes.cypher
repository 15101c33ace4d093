// What a snapshot holds of some nodes, a row for each set of labels. `node` is Neo4j's own number of a node, by which edges
// are told within one reading. A number that is missing is NaN, a text that is missing is empty.
// params: nodes
// returns: labels, node, id, name, country, region, bank, currency, price, stock, onOrder, daysToMake
// mode: read
UNWIND $nodes AS node
MATCH (n:Party|Thing|Interaction) WHERE id(n) = node
// All properties at once: each that is read by itself is looked for from the beginning.
WITH node, labels(n) AS labels, properties(n) AS n
RETURN labels, collect(node) AS node, collect(n.id) AS id,
       collect(coalesce(n.name, n.key, '')) AS name, collect(coalesce(n.country, '')) AS country,
       collect(coalesce(n.region, '')) AS region, collect(coalesce(n.bankAccount, '')) AS bank,
       collect(coalesce(n.currency, '')) AS currency, collect(coalesce(n.unitPriceMicros / 1e6, 0.0 / 0.0)) AS price,
       collect(coalesce(n.stock, 0.0 / 0.0)) AS stock, collect(coalesce(n.onOrder, 0.0 / 0.0)) AS onOrder,
       collect(coalesce(toFloat(n.daysToMake), 0.0 / 0.0)) AS daysToMake
