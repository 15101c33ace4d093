// What was bought of some goods from whom within the window, by currency. Amounts are net of discounts, in major units;
// lines that lack a quantity or a price count as `missing` and in nothing else.
// params: nodes, asOf, since
// returns: owner, other, amount, quantity, rejected, lines, missing, currency
// mode: read
UNWIND $nodes AS node
MATCH (good:Thing) WHERE id(good) = node
MATCH (good)<-[line:CONTAINS]-(order:PurchaseOrder)-[placed:PLACED_WITH]->(supplier:Party)
// The day stands in coalesce: Neo4j would else begin with all orders of the window, for each good anew.
WHERE coalesce($since < order.at <= $asOf, false)
  AND coalesce(line.validFrom <= $asOf, true) AND coalesce(line.validTo >= $asOf, true)
  AND coalesce(placed.validFrom <= $asOf, true) AND coalesce(placed.validTo >= $asOf, true)
WITH good, supplier, coalesce(line.currency, order.currency, '') AS currency, line.quantity AS quantity,
     line.quantity * line.unitPriceMicros * (1.0 - coalesce(line.discount, 0.0)) / 1e6 AS amount, line.rejected AS rejected
WITH good, supplier, currency, sum(coalesce(amount, 0.0)) AS amount, sum(CASE WHEN amount IS NULL THEN 0.0 ELSE quantity END) AS quantity,
     sum(coalesce(rejected, 0.0)) AS rejected, count(*) AS lines, count(CASE WHEN amount IS NULL THEN 1 END) AS missing
RETURN collect(id(good)) AS owner, collect(id(supplier)) AS other, collect(amount) AS amount, collect(quantity) AS quantity,
       collect(rejected) AS rejected, collect(lines) AS lines, collect(missing) AS missing, collect(currency) AS currency
