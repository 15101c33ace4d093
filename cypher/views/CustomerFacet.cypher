// field: orders
// kind: connection
// params: first, after
// returns: Order
// order: child.at:date DESC, child.id
MATCH (this)-[:PLACED]->(child:Order) WHERE child.at <= asOf

// field: deliveries
// kind: connection
// params: first, after, underWay
// returns: Delivery
// order: child.at:date DESC, child.id
MATCH (this)-[:PLACED]->(:Order)<-[:FULFILS]-(child:Delivery)
WHERE child.at <= asOf
  AND (child.deliveredAt IS NULL OR child.deliveredAt > asOf) = $underWay  // if underWay

// field: invoices
// kind: connection
// params: first, after
// returns: Invoice
// order: child.at:date DESC, child.id
MATCH (this)<-[:ISSUED_TO]-(child:Invoice) WHERE child.at <= asOf

// field: complaints
// kind: connection
// params: first, after
// returns: Complaint
// order: child.at:date DESC, child.id
MATCH (this)-[:RAISED]->(child:Complaint) WHERE child.at <= asOf

// field: reviews
// kind: connection
// params: first, after
// returns: Review
// order: child.at:date DESC, child.id
MATCH (this)-[:WROTE]->(child:Review) WHERE child.at <= asOf

// field: contracts
// kind: connection
// params: first, after
// returns: Contract
// order: child.at:date DESC, child.id
MATCH (this)-[:SIGNED]->(child:Contract) WHERE child.at <= asOf

// field: servedBy
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[:SERVES]-(child:Employee)
