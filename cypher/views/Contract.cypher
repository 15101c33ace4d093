// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]

// field: signedBy
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[:SIGNED]-(child:Party)
