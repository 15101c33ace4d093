// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]

// field: paid
// kind: money
// returns: Money
[reduce(_sum = 0, _amount IN COLLECT { MATCH (this)<-[_settles:SETTLES]-(_payment:Payment) WHERE _payment.at <= asOf RETURN coalesce(_settles.amountMinor, _payment.totalMinor) } | _sum + _amount), this.currency]

// field: open
// kind: money
// returns: Money
[reduce(_sum = this.totalMinor, _amount IN COLLECT { MATCH (this)<-[_settles:SETTLES]-(_payment:Payment) WHERE _payment.at <= asOf RETURN coalesce(_settles.amountMinor, _payment.totalMinor) } | _sum - _amount), this.currency]

// field: customer
// kind: one
// returns: Party
MATCH (this)-[:ISSUED_TO]->(child:Party)

// field: supplier
// kind: one
// returns: Party
MATCH (this)-[:ISSUED_BY]->(child:Party)

// field: payments
// kind: list
// returns: Payment
// order: child.at, child.id
MATCH (this)<-[:SETTLES]-(child:Payment) WHERE child.at <= asOf
