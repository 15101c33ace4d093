// Add to a projection who is tied to whom, whatever the direction, once.
// params: name
// returns: ties
// mode: read
CALL gds.graph.relationships.toUndirected($name, {relationshipType: 'DEPENDS', mutateRelationshipType: 'TIED', aggregation: 'SINGLE'})
YIELD relationshipsWritten
RETURN relationshipsWritten AS ties
