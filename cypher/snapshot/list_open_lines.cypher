// Lines of customers' orders for some goods that have not left by a day: no delivery fulfils the order until then, and
// nothing says that it was shipped.
// params: ids, asOf
// returns: order, key, at, requiredAt, customer, good, quantity
// mode: read
UNWIND $ids AS id
MATCH (good:Thing {id: id})<-[line:CONTAINS]-(order:Order)<-[:PLACED]-(customer:Party)
WHERE coalesce(order.at <= $asOf, false)
  AND coalesce(order.shippedAt > $asOf, true)
  AND NOT EXISTS { MATCH (order)<-[:FULFILS]-(delivery:Delivery) WHERE coalesce(delivery.at <= $asOf, false) }
RETURN order.id AS order, order.key AS key, order.at AS at, order.requiredAt AS requiredAt, customer.id AS customer,
       good.id AS good, line.quantity AS quantity
ORDER BY requiredAt, key, good
