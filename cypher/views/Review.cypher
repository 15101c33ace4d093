// field: generated
coalesce(this.generated, false)

// field: writtenBy
// kind: one
// returns: Party
MATCH (this)<-[:WROTE]-(child:Party)
