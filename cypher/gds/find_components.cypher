// Components over ties: what hangs together.
// params: name
// returns: components
// mode: read
CALL gds.wcc.mutate($name, {relationshipTypes: ['TIED'], mutateProperty: 'component'}) YIELD componentCount
RETURN componentCount AS components
