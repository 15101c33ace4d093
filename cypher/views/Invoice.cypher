// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]

// field: paid
// kind: money
// returns: Money
// What payments have settled by then. Unknown where one is in another currency, or settles several invoices and no
// row says how much of it goes to which.
[reduce(_sum = 0, _amount IN COLLECT {
  MATCH (this)<-[_settles:SETTLES]-(_payment:Payment) WHERE _payment.at <= asOf
  RETURN CASE
    WHEN coalesce(_settles.currency, _payment.currency, this.currency) <> this.currency THEN null
    WHEN _settles.amountMinor IS NOT NULL THEN _settles.amountMinor
    WHEN COUNT { (_payment)-[:SETTLES]->() } = 1 THEN _payment.totalMinor
  END
} | _sum + _amount), this.currency]

// field: open
// kind: money
// returns: Money
// The total less what is paid, and unknown where that is.
[reduce(_sum = this.totalMinor, _amount IN COLLECT {
  MATCH (this)<-[_settles:SETTLES]-(_payment:Payment) WHERE _payment.at <= asOf
  RETURN CASE
    WHEN coalesce(_settles.currency, _payment.currency, this.currency) <> this.currency THEN null
    WHEN _settles.amountMinor IS NOT NULL THEN _settles.amountMinor
    WHEN COUNT { (_payment)-[:SETTLES]->() } = 1 THEN _payment.totalMinor
  END
} | _sum - _amount), this.currency]

// field: customer
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:ISSUED_TO]->(child:Party)

// field: supplier
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:ISSUED_BY]->(child:Party)

// field: payments
// kind: list
// returns: Payment
// order: child.at, child.id
MATCH (this)<-[:SETTLES]-(child:Payment) WHERE child.at <= asOf
