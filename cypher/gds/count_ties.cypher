// Count ties of each node, and edges that lead to it.
// params: name
// returns: milliseconds
// mode: read
CALL gds.degree.mutate($name, {relationshipTypes: ['TIED'], mutateProperty: 'neighbours'}) YIELD computeMillis AS one
CALL gds.degree.mutate($name, {relationshipTypes: ['DEPENDS'], orientation: 'REVERSE', mutateProperty: 'dependants'})
YIELD computeMillis AS other
RETURN one + other AS milliseconds
