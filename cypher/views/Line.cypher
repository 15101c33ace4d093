// field: product
// kind: one
// returns: Product
WITH endNode(this) AS child

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, coalesce(this.currency, startNode(this).currency)]
