// field: supplier
// kind: one
// returns: Party
WITH startNode(this) AS child

// field: product
// kind: one
// returns: Product
WITH endNode(this) AS child

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, this.currency]
