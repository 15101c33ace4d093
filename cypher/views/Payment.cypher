// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]

// field: paidBy
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:PAID_BY]->(child:Party)

// field: paidTo
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:PAID_TO]->(child:Party)

// field: invoices
// kind: list
// returns: Invoice
// order: child.at, child.id
MATCH (this)-[:SETTLES]->(child:Invoice) WHERE child.at <= asOf
