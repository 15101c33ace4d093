// field: mean
// kind: part
// The mean of reviews' scores, as a figure.
{value: CASE WHEN count(this.score) >= 3 THEN avg(this.score) END, observations: count(this.score), needed: 3}

// field: generated
coalesce(this.generated, false)

// field: writtenBy
// kind: one
// returns: Party
// order: child.id
MATCH (this)<-[:WROTE]-(child:Party)

// field: about
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)-[:ABOUT]->(child:Party)

// field: products
// kind: list
// returns: Product
// order: child.sortName, child.id
MATCH (this)-[:ABOUT]->(child:Product|Material)
