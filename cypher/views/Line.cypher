// field: product
// kind: node
// returns: Product
endNode(this)

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, coalesce(this.currency, startNode(this).currency)]
