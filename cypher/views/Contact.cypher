// field: generated
coalesce(this.generated, false)

// field: parties
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[:TOOK_PART]-(child:Party)

// field: orders
// kind: list
// returns: Order
// order: child.at, child.id
MATCH (this)-[:ABOUT]->(child:Order) WHERE child.at <= asOf
