// field: runs
// kind: part
// Whether it runs on the day: from its start, or the day it was signed, to its last day; without one it goes on.
(coalesce(this.startsAt, this.at) <= asOf AND coalesce(this.endsAt >= asOf, true))

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

// field: running
@Contract.runs(this)

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
