// field: summary
// kind: part
// From complaints to how many were raised, and those that were closed by then.
WITH DISTINCT this
RETURN {raised: count(this), closed: collect(CASE WHEN this.closedAt <= asOf THEN this END)}

// field: generated
coalesce(this.generated, false)

// field: closedAt
CASE WHEN this.closedAt <= asOf THEN this.closedAt END

// field: outcome
CASE WHEN this.closedAt <= asOf THEN this.outcome END

// field: satisfaction
CASE WHEN this.closedAt <= asOf THEN this.satisfaction END

// field: raisedBy
// kind: one
// returns: Party
// order: child.id
MATCH (this)<-[:RAISED]-(child:Party)

// field: assignedTo
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:ASSIGNED_TO]->(child:Party)

// field: orders
// kind: list
// returns: Order
// order: child.at, child.id
MATCH (this)-[:ABOUT]->(child:Order) WHERE child.at <= asOf

// field: products
// kind: list
// returns: Product
// order: child.sortName, child.id
MATCH (this)-[:ABOUT]->(child:Product|Material)

// field: deliveries
// kind: list
// returns: Delivery
// order: child.at, child.id
MATCH (this)-[:ABOUT]->(child:Delivery) WHERE child.at <= asOf
