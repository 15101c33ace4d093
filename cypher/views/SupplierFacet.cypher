// field: supplies
// kind: connection
// params: first, after
// returns: Supply
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:SUPPLIES]->(:Thing) WHERE true

// field: purchaseOrders
// kind: connection
// params: first, after
// returns: PurchaseOrder
// order: child.at:date DESC, child.id
MATCH (this)<-[:PLACED_WITH]-(child:PurchaseOrder) WHERE child.at <= asOf

// field: deliveries
// kind: connection
// params: first, after
// returns: Delivery
// order: child.at:date DESC, child.id
MATCH (this)<-[:PLACED_WITH]-(:PurchaseOrder)<-[:FULFILS]-(child:Delivery) WHERE child.at <= asOf

// field: invoices
// kind: connection
// params: first, after
// returns: Invoice
// order: child.at:date DESC, child.id
MATCH (this)<-[:ISSUED_BY]-(child:Invoice) WHERE child.at <= asOf

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
