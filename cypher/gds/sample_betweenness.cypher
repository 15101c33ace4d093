// Betweenness over ties, from a sample of sources.
// params: name, samples, seed
// returns: milliseconds
// mode: read
CALL gds.betweenness.mutate($name, {relationshipTypes: ['TIED'], mutateProperty: 'betweenness', samplingSize: $samples,
  samplingSeed: $seed})
YIELD computeMillis
RETURN computeMillis AS milliseconds
