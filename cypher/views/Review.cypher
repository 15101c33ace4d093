// field: generated
coalesce(this.generated, false)

// field: writtenBy
// kind: one
// returns: Party
// order: child.id
MATCH (this)<-[:WROTE]-(child:Party)
