// field: nodes
// kind: each
// returns: GraphNode
this.nodes

// field: edges
// kind: each
// returns: GraphEdge
this.edges
