// field: component
// kind: node
// returns: Product
startNode(this)

// field: assembly
// kind: node
// returns: Product
endNode(this)
