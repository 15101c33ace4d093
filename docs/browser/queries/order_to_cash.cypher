// An order from placing to payment
// One order with its lines, deliveries, invoices, payments and complaints.
// :param source => 'sales'
// :param key => '10952'
// Reads: customer → order → products; deliveries and invoices hang on the order, payments on the invoices.
MATCH (order:Order {source: $source, key: $key})
OPTIONAL MATCH placed = (:Customer)-[:PLACED]->(order)
OPTIONAL MATCH lines = (order)-[:CONTAINS]->(:Thing)
OPTIONAL MATCH sent = (order)<-[:FULFILS|ABOUT]-(:Delivery|Complaint)
OPTIONAL MATCH billed = (order)-[:BILLED_BY]->(:Invoice)
OPTIONAL MATCH paid = (order)-[:BILLED_BY]->(:Invoice)<-[:SETTLES]-(:Payment)
RETURN placed, lines, sent, billed, paid
