// field: product
// kind: node
// returns: Product
startNode(this)

// field: warehouse
// kind: node
// returns: Warehouse
endNode(this)
