// Parties that buy from us and sell to us
// Parties that are customer and supplier at once, with the products they offer and their newest orders.
// Reads: the parties stand between what they sell (products) and what they buy (orders).
MATCH (party:Customer&Supplier)
CALL (party) {
  MATCH way = (party)-[:SUPPLIES]->(:Thing) RETURN way
  UNION
  MATCH way = (party)-[:PLACED]->(order:Order) RETURN way ORDER BY order.at DESC, order.id LIMIT 10
}
RETURN way LIMIT 300
