// Edges of one type that leave some nodes, whatever they join: the whole graph, for measures of its shape.
// params: nodes, asOf
// returns: owner, other
// mode: read
// types: EDGE_TYPE
UNWIND $nodes AS node
MATCH (n:Party|Thing|Interaction) WHERE id(n) = node
MATCH (n)-[e:EDGE_TYPE]->(other:Party|Thing|(Interaction&!Placeholder&!Ended))
WHERE (e.validFrom IS NULL OR e.validFrom <= $asOf) AND (e.validTo IS NULL OR e.validTo >= $asOf)
RETURN collect(id(n)) AS owner, collect(id(other)) AS other
