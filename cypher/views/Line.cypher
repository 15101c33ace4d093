// field: product
// kind: node
// returns: Product
endNode(this)

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, coalesce(this.currency, startNode(this).currency)]

// field: order
// kind: one
// returns: Order
// order: child.id
WITH startNode(this) AS child WHERE child:Order

// field: purchaseOrder
// kind: one
// returns: PurchaseOrder
// order: child.id
WITH startNode(this) AS child WHERE child:PurchaseOrder
