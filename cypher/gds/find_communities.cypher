// Communities over ties, by Leiden.
// params: name, resolution, seed
// returns: modularity, communities, converged, levels
// mode: read
CALL gds.leiden.mutate($name, {relationshipTypes: ['TIED'], mutateProperty: 'community', gamma: $resolution,
  randomSeed: $seed, concurrency: 1})
YIELD modularity, communityCount, didConverge, ranLevels
RETURN modularity, communityCount AS communities, didConverge AS converged, ranLevels AS levels
