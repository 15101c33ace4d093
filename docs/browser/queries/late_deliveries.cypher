// Late deliveries
// Deliveries that came after the promised day, or are late on their way, since a day; and who sends or carries them.
// :param since => date('1998-04-01')
// :param day => date('1998-05-06')
// Reads: goods from a supplier hang on a purchase order, goods to a customer on an order and its carrier.
// `days` is how late.
MATCH (delivery:Delivery)
WHERE delivery.at >= $since AND delivery.at <= $day AND NOT 'Ended' IN labels(delivery)
  AND delivery.promisedAt < CASE WHEN delivery.deliveredAt <= $day THEN delivery.deliveredAt ELSE $day END
WITH delivery, duration.inDays(
  delivery.promisedAt, CASE WHEN delivery.deliveredAt <= $day THEN delivery.deliveredAt ELSE $day END
).days AS days
ORDER BY days DESC, delivery.id LIMIT 60
MATCH way = (delivery)-[:FULFILS]->(:Order|PurchaseOrder)-[:PLACED_WITH|PLACED]-(:Party)
OPTIONAL MATCH carried = (delivery)-[:CARRIED_BY]->(:Party)
RETURN way, carried, days
