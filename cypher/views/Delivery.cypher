// field: generated
coalesce(this.generated, false)

// field: underWay
this.deliveredAt IS NULL OR this.deliveredAt > asOf

// field: deliveredAt
CASE WHEN this.deliveredAt <= asOf THEN this.deliveredAt END

// field: lines
// kind: connection
// params: first, after
// returns: Line
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:CONTAINS]->(:Thing) WHERE true

// field: order
// kind: one
// returns: Order
// order: child.id
MATCH (this)-[:FULFILS]->(child:Order)

// field: purchaseOrder
// kind: one
// returns: PurchaseOrder
// order: child.id
MATCH (this)-[:FULFILS]->(child:PurchaseOrder)

// field: carriedBy
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:CARRIED_BY]->(child:Party)

// field: inspections
// kind: list
// returns: Inspection
// order: child.at, child.id
MATCH (this)<-[:ABOUT]-(child:Inspection) WHERE child.at <= asOf

// field: dispatchedFrom
// kind: one
// returns: Warehouse
// order: child.id
MATCH (this)-[:DISPATCHED_FROM]->(child:Warehouse)
