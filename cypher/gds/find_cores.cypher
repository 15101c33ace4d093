// Core numbers over ties.
// params: name
// returns: degeneracy
// mode: read
CALL gds.kcore.mutate($name, {relationshipTypes: ['TIED'], mutateProperty: 'core'}) YIELD degeneracy
RETURN degeneracy
