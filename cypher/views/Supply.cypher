// field: supplier
// kind: node
// returns: Party
startNode(this)

// field: product
// kind: node
// returns: Product
endNode(this)

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, this.currency]
