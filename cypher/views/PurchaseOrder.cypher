// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]

// field: supplier
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:PLACED_WITH]->(child:Party)

// field: lines
// kind: connection
// params: first, after
// returns: Line
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:CONTAINS]->(:Thing) WHERE true

// field: deliveries
// kind: list
// returns: Delivery
// order: child.at, child.id
MATCH (this)<-[:FULFILS]-(child:Delivery) WHERE child.at <= asOf

// field: invoices
// kind: list
// returns: Invoice
// order: child.at, child.id
MATCH (this)-[:BILLED_BY]->(child:Invoice) WHERE child.at <= asOf

// field: assignedTo
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:ASSIGNED_TO]->(child:Party)
