// Single-sourced products
// Products that one supplier alone offers, with how much was sold of them since a day.
// :param since => date('1998-01-01')
// :param first => 25
// Reads: the products that sold most, each with its only supplier. Several around one supplier are one risk.
MATCH (product:Product)
WHERE COUNT { (product)<-[:SUPPLIES]-(:Supplier) } = 1
CALL (product) {
  MATCH (product)<-[line:CONTAINS]-(order:Order)
  WHERE order.at >= $since
  RETURN coalesce(sum(line.quantity * line.unitPriceMicros * (1 - coalesce(line.discount, 0))) / 1e6, 0) AS sold
}
WITH product, sold
ORDER BY sold DESC, product.id LIMIT toInteger($first)
MATCH offer = (product)<-[:SUPPLIES]-(:Supplier)
RETURN offer, sold
