// field: placeholder
this:Placeholder

// field: generated
coalesce(this.generated, false)

// field: kind
head([_label IN ['Product', 'Material'] WHERE _label IN labels(this)])

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, this.currency]

// field: records
// kind: list
// returns: Record
// order: child.source, child.table, child.key
MATCH (child:Record)-[:DESCRIBES]->(this)

// field: categories
// kind: list
// returns: Category
// order: child.sortName, child.id
MATCH (this)-[:IN_CATEGORY]->(child:Category)

// field: suppliers
// kind: connection
// params: first, after
// returns: Supply
// order: startNode(child).sortName, startNode(child).id, elementId(child)
MATCH (this)<-[child:SUPPLIES]-(:Party) WHERE @Edge.holds(child)

// field: ended
this:Ended

// field: buyers
// kind: connection
// params: first, after
// returns: Buyer
// order: child.orders:integer DESC, child.customer.id
MATCH (this)<-[_line:CONTAINS]-(_order:Order)<-[:PLACED]-(_customer:Customer) WHERE _order.at <= asOf
WITH DISTINCT _line, _order, _customer
WITH _customer, count(DISTINCT _order) AS _orders, count(_line) AS _lines, sum(_line.quantity) AS _quantity,
  max(_order.at) AS _last
WITH {customer: _customer, orders: _orders, lines: _lines, quantity: _quantity, lastOrderAt: _last} AS child
WHERE true

// field: orderLines
// kind: connection
// params: first, after, from, to
// returns: Line
// order: startNode(child).at:date DESC, startNode(child).id, elementId(child)
MATCH (this)<-[child:CONTAINS]-(_order:Order)
WHERE _order.at <= asOf
  AND _order.at >= $from  // if from
  AND _order.at <= $to  // if to

// field: purchaseLines
// kind: connection
// params: first, after, from, to
// returns: Line
// order: startNode(child).at:date DESC, startNode(child).id, elementId(child)
MATCH (this)<-[child:CONTAINS]-(_order:PurchaseOrder)
WHERE _order.at <= asOf
  AND _order.at >= $from  // if from
  AND _order.at <= $to  // if to

// field: components
// kind: connection
// params: first, after
// returns: Component
// order: startNode(child).sortName, startNode(child).id, elementId(child)
MATCH (this)<-[child:COMPONENT_OF]-(:Thing) WHERE @Edge.holds(child)

// field: componentOf
// kind: connection
// params: first, after
// returns: Component
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:COMPONENT_OF]->(:Thing) WHERE @Edge.holds(child)

// field: storedIn
// kind: connection
// params: first, after
// returns: Storage
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:STORED_IN]->(:Warehouse) WHERE @Edge.holds(child)

// field: scores
// kind: list
// params: kind, history
// returns: Score
// order: child.kind, child.id DESC
// Ids begin with the moment at which the run began.
MATCH (this)-[:SCORED]->(child:Score)-[:OF]->(_run:Run)
WHERE _run.number IS NOT NULL AND ($history OR (_run:Latest AND child.subject = this.id))
  AND child.kind = $kind  // if kind
