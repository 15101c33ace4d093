// Ids of all nodes that a value of one kind stands on.
// params: property
// returns: ids
// mode: read
MATCH (n:Party|Thing) WHERE n[$property] IS NOT NULL
RETURN collect(n.id) AS ids
