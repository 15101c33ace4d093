// field: generated
coalesce(this.generated, false)

// field: attendedBy
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[:ATTENDED]-(child:Party)
