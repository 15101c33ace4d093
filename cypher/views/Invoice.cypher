// field: paidMinor
// kind: part
// What payments have settled by then. Unknown where one is in another currency, or settles several invoices and no
// row says how much of it goes to which.
reduce(_sum = 0, _amount IN COLLECT {
  MATCH (this)<-[_settles:SETTLES]-(_payment:Payment) WHERE _payment.at <= asOf
  RETURN CASE
    WHEN coalesce(_settles.currency, _payment.currency, this.currency) <> this.currency THEN null
    WHEN _settles.amountMinor IS NOT NULL THEN _settles.amountMinor
    WHEN COUNT { (_payment)-[:SETTLES]->() } = 1 THEN _payment.totalMinor
  END
} | _sum + _amount)

// field: isOpen
// kind: part
// Whether anything is left to pay, or to pay back; what is unknown counts as open.
coalesce(this.totalMinor - @Invoice.paidMinor(this) <> 0, true)

// field: isOverdue
// kind: part
// Whether it was due before the day and is not known to be paid in full. A credit is never overdue.
(coalesce(this.dueAt < asOf, false) AND coalesce(this.totalMinor - @Invoice.paidMinor(this) > 0, true))

// field: ageing
// kind: part
// From invoices to a row for each currency: what is open of them, by how many days it is overdue. Amounts that nobody
// can know are counted and not added; credits count as less.
WITH DISTINCT this WHERE this.currency IS NOT NULL
WITH this.currency AS _currency, this.totalMinor - @Invoice.paidMinor(this) AS _open,
  CASE WHEN this.dueAt < asOf THEN duration.inDays(this.dueAt, asOf).days ELSE 0 END AS _late
WITH _currency, sum(_open) AS _all, sum(CASE WHEN _late = 0 THEN _open ELSE 0 END) AS _ahead,
  sum(CASE WHEN _late > 0 AND _late <= 30 THEN _open ELSE 0 END) AS _upTo30,
  sum(CASE WHEN _late > 30 AND _late <= 60 THEN _open ELSE 0 END) AS _upTo60,
  sum(CASE WHEN _late > 60 AND _late <= 90 THEN _open ELSE 0 END) AS _upTo90,
  sum(CASE WHEN _late > 90 THEN _open ELSE 0 END) AS _over90,
  count(CASE WHEN _open <> 0 THEN 1 END) AS _invoices, count(CASE WHEN _open IS NULL THEN 1 END) AS _unknown
WITH {currency: _currency, open: _all, notDue: _ahead, upTo30: _upTo30, upTo60: _upTo60, upTo90: _upTo90,
  over90: _over90, invoices: _invoices, unknown: _unknown} AS child

// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]

// field: paid
// kind: money
// returns: Money
[@Invoice.paidMinor(this), this.currency]

// field: open
// kind: money
// returns: Money
// The total less what is paid, and unknown where that is.
[this.totalMinor - @Invoice.paidMinor(this), this.currency]

// field: overdue
@Invoice.isOverdue(this)

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

// field: orders
// kind: list
// returns: Order
// order: child.at, child.id
MATCH (this)<-[:BILLED_BY]-(child:Order) WHERE child.at <= asOf

// field: purchaseOrders
// kind: list
// returns: PurchaseOrder
// order: child.at, child.id
MATCH (this)<-[:BILLED_BY]-(child:PurchaseOrder) WHERE child.at <= asOf

// field: lines
// kind: connection
// params: first, after
// returns: Line
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:CONTAINS]->(:Thing) WHERE true
