// PageRank along dependence. A node without outgoing edges loses what it holds, so that the scores sum to no fixed number.
// params: name, damping, tolerance, iterations
// returns: iterations, converged
// mode: read
CALL gds.pageRank.mutate($name, {relationshipTypes: ['DEPENDS'], mutateProperty: 'pagerank', dampingFactor: $damping,
  tolerance: $tolerance, maxIterations: $iterations})
YIELD ranIterations, didConverge
RETURN ranIterations AS iterations, didConverge AS converged
