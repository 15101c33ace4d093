// Betweenness over ties, from all sources: an undirected pair counts once.
// params: name
// returns: milliseconds
// mode: read
CALL gds.betweenness.mutate($name, {relationshipTypes: ['TIED'], mutateProperty: 'betweenness'})
YIELD computeMillis
RETURN computeMillis AS milliseconds
