// field: tags
coalesce(this.tags, [])

// field: servedBy
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[_serves:SERVES]-(child:Employee) WHERE @Edge.holds(_serves)

// field: orders
// kind: connection
// params: first, after, from, to
// returns: Order
// order: child.at:date DESC, child.id
MATCH (this)-[:PLACED]->(child:Order)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: deliveries
// kind: connection
// params: first, after, from, to, underWay
// returns: Delivery
// order: child.at:date DESC, child.id
MATCH (this)-[:PLACED]->(:Order)<-[:FULFILS]-(child:Delivery)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND (child.deliveredAt IS NULL OR child.deliveredAt > asOf) = $underWay  // if underWay

// field: invoices
// kind: connection
// params: first, after, from, to, open, overdue
// returns: Invoice
// order: child.at:date DESC, child.id
MATCH (this)<-[:ISSUED_TO]-(child:Invoice)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
WITH child, @Invoice.isOpen(child) AS _open WHERE _open = $open  // if open
WITH child, @Invoice.isOverdue(child) AS _overdue WHERE _overdue = $overdue  // if overdue

// field: complaints
// kind: connection
// params: first, after, from, to, open
// returns: Complaint
// order: child.at:date DESC, child.id
MATCH (this)-[:RAISED]->(child:Complaint)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND (child.closedAt IS NULL OR child.closedAt > asOf) = $open  // if open

// field: reviews
// kind: connection
// params: first, after, from, to
// returns: Review
// order: child.at:date DESC, child.id
MATCH (this)-[:WROTE]->(child:Review)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: contracts
// kind: connection
// params: first, after, from, to, running
// returns: Contract
// order: child.at:date DESC, child.id
MATCH (this)-[:SIGNED]->(child:Contract)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND @Contract.runs(child) = $running  // if running

// field: buyingHabits
// kind: node
// returns: BuyingHabits
// The inner query sees to it that a customer without orders has a row too: a `WITH` in a subquery groups by what is
// outside, and groups of nothing are none.
head(COLLECT {
  CALL (*) {
    MATCH (this)-[:PLACED]->(_order:Order) WHERE _order.at <= asOf
    WITH _order.at AS _day, count(DISTINCT _order) AS _orders ORDER BY _day
    RETURN collect(_day) AS _days, sum(_orders) AS _all
  }
  RETURN {customer: this, orders: _all, days: _days, firstOrderAt: head(_days), lastOrderAt: last(_days), day: asOf}
})

// field: trend
// kind: node
// params: days
// returns: Trend
// Orders of the last `days` days, the day of the view among them, and of as many days before.
head(COLLECT {
  CALL (*) {
    MATCH (this)-[:PLACED]->(_order:Order) WHERE _order.at <= asOf
    WITH DISTINCT _order
    WITH duration.inDays(_order.at, asOf).days AS _age
    RETURN max(_age) AS _oldest, count(CASE WHEN _age < $days THEN 1 END) AS _recent,
      count(CASE WHEN _age >= $days AND _age < 2 * $days THEN 1 END) AS _before
  }
  RETURN {customer: this, days: $days, oldest: _oldest, recentOrders: _recent, beforeOrders: _before}
})

// field: preferredProducts
// kind: connection
// params: first, after
// returns: ProductPreference
// order: child.lines:integer DESC, child.product.id
MATCH (this)-[:PLACED]->(_order:Order)-[_line:CONTAINS]->(_product:Thing) WHERE _order.at <= asOf
WITH DISTINCT _line, _product
WITH _product, count(_line) AS _lines, sum(_line.quantity) AS _quantity
WITH collect({product: _product, lines: _lines, quantity: _quantity}) AS _rows, sum(_lines) AS _all
UNWIND _rows AS _row
WITH {product: _row.product, lines: _row.lines, quantity: _row.quantity, all: _all} AS child WHERE true

// field: preferredCategories
// kind: connection
// params: first, after
// returns: CategoryPreference
// order: child.lines:integer DESC, child.category.id
MATCH (this)-[:PLACED]->(_order:Order)-[_line:CONTAINS]->(_product:Thing) WHERE _order.at <= asOf
WITH collect(DISTINCT _line) AS _lines
UNWIND _lines AS _line
WITH size(_lines) AS _all, _line, endNode(_line) AS _product
MATCH (_product)-[:IN_CATEGORY]->(_category:Category)
WITH _all, _category, count(DISTINCT _line) AS _about
WITH {category: _category, lines: _about, all: _all} AS child WHERE true

// field: complaintSummary
// kind: node
// returns: ComplaintSummary
head(COLLECT {
  MATCH (this)-[:RAISED]->(_complaint:Complaint) WHERE _complaint.at <= asOf
  @Complaint.summary(_complaint)
})

// field: satisfaction
// kind: same
// returns: Satisfaction
true

// field: receivables
// kind: list
// returns: Ageing
// order: child.currency
MATCH (this)<-[:ISSUED_TO]-(_invoice:Invoice) WHERE _invoice.at <= asOf
@Invoice.ageing(_invoice)
