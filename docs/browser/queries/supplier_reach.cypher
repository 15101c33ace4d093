// What a supplier reaches
// A supplier's products, the orders of the last months that contain them, and the customers who placed those.
// :param source => 'srm'
// :param key => '14'
// :param since => date('1998-03-01')
// Reads: supplier → products → orders ← customers. If it stops, a customer at the end of many ways feels it first.
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(supplier:Supplier)
MATCH supply = (supplier)-[:SUPPLIES]->(product:Thing)
OPTIONAL MATCH reach = (product)<-[:CONTAINS]-(order:Order)<-[:PLACED]-(:Customer)
WHERE order.at >= $since
RETURN supply, reach LIMIT 400
