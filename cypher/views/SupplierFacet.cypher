// field: tags
coalesce(this.tags, [])

// field: servedBy
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[_serves:SERVES]-(child:Employee) WHERE @Edge.holds(_serves)

// field: supplies
// kind: connection
// params: first, after
// returns: Supply
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:SUPPLIES]->(:Thing) WHERE @Edge.holds(child)

// field: purchaseOrders
// kind: connection
// params: first, after, from, to
// returns: PurchaseOrder
// order: child.at:date DESC, child.id
MATCH (this)<-[:PLACED_WITH]-(child:PurchaseOrder)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: deliveries
// kind: connection
// params: first, after, from, to, underWay
// returns: Delivery
// order: child.at:date DESC, child.id
MATCH (this)<-[:PLACED_WITH]-(:PurchaseOrder)<-[:FULFILS]-(child:Delivery)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND (child.deliveredAt IS NULL OR child.deliveredAt > asOf) = $underWay  // if underWay

// field: inspections
// kind: connection
// params: first, after, from, to
// returns: Inspection
// order: child.at:date DESC, child.id
// Of its deliveries, of a purchase order, or of the supplier itself.
MATCH (this)<-[:PLACED_WITH]-{0,1}(_order)<-[:FULFILS]-{0,1}(_subject)<-[:ABOUT]-(child:Inspection)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: invoices
// kind: connection
// params: first, after, from, to, open, overdue
// returns: Invoice
// order: child.at:date DESC, child.id
MATCH (this)<-[:ISSUED_BY]-(child:Invoice)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
WITH child, @Invoice.isOpen(child) AS _open WHERE _open = $open  // if open
WITH child, @Invoice.isOverdue(child) AS _overdue WHERE _overdue = $overdue  // if overdue

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

// field: reviews
// kind: connection
// params: first, after, from, to
// returns: Review
// order: child.at:date DESC, child.id
MATCH (this)<-[:ABOUT]-(child:Review)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: rating
// kind: node
// returns: Figure
head(COLLECT {
  MATCH (this)<-[:ABOUT]-(_review:Review) WHERE _review.at <= asOf
  WITH DISTINCT _review
  RETURN @Review.mean(_review)
})

// field: deliveryPerformance
// kind: node
// returns: DeliveryPerformance
// Of purchase orders whose promised day is over or is the day of the view: how much of what was ordered arrived by
// then, later, and not yet. A part delivered on time counts as a part, and never for more than was ordered; a delivery
// that has no lines stands for the whole order.
head(COLLECT {
  MATCH (this)<-[:PLACED_WITH]-(_order:PurchaseOrder) WHERE _order.at <= asOf AND _order.promisedAt <= asOf
  WITH DISTINCT _order
  WITH _order, head(COLLECT {
    MATCH (_order)<-[:FULFILS]-(_delivery:Delivery)
    WHERE _delivery.deliveredAt <= asOf AND NOT EXISTS { (_delivery)-[:CONTAINS]->() }
    RETURN min(_delivery.deliveredAt)
  }) AS _whole
  MATCH (_order)-[_line:CONTAINS]->(_product:Thing) WHERE _line.quantity > 0
  WITH _order, _whole, _product, sum(_line.quantity) AS _ordered, count(_line) AS _lines
  CALL (*) {
    MATCH (_order)<-[:FULFILS]-(_delivery:Delivery) WHERE _delivery.deliveredAt <= asOf
    WITH DISTINCT _delivery
    MATCH (_delivery)-[_part:CONTAINS]->(_good:Thing) WHERE _good = _product
    WITH _delivery.deliveredAt AS _day, coalesce(_part.received, _part.quantity, 0) AS _came
    RETURN sum(_came) AS _arrived, sum(CASE WHEN _day <= _order.promisedAt THEN _came ELSE 0 END) AS _early
  }
  WITH _lines, _ordered,
    CASE WHEN _whole <= _order.promisedAt OR _early > _ordered THEN _ordered ELSE _early END AS _punctual,
    CASE WHEN _whole IS NOT NULL OR _arrived > _ordered THEN _ordered ELSE _arrived END AS _arrived
  RETURN {due: 1.0 * sum(_ordered), onTime: 1.0 * sum(_punctual), late: 1.0 * (sum(_arrived) - sum(_punctual)),
          outstanding: 1.0 * (sum(_ordered) - sum(_arrived)), observations: sum(_lines)}
})

// field: quality
// kind: same
// returns: Quality
true

// field: payables
// kind: list
// returns: Ageing
// order: child.currency
MATCH (this)<-[:ISSUED_BY]-(_invoice:Invoice) WHERE _invoice.at <= asOf
@Invoice.ageing(_invoice)

// field: risk
// kind: one
// returns: Score
// order: child.id
MATCH (this)-[:SCORED]->(child:Score {kind: 'systemicRisk'})-[:OF]->(:Latest) WHERE child.subject = this.id
