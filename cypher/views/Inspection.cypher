// field: generated
coalesce(this.generated, false)

// field: assignedTo
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:ASSIGNED_TO]->(child:Party)

// field: deliveries
// kind: list
// returns: Delivery
// order: child.at, child.id
MATCH (this)-[:ABOUT]->(child:Delivery) WHERE child.at <= asOf

// field: products
// kind: list
// returns: Product
// order: child.sortName, child.id
MATCH (this)-[:ABOUT]->(child:Product|Material)
