// Edges of one type that leave some nodes, whatever they join: the whole graph, for measures of its shape.
// params: ids, asOf
// returns: owner, other
// mode: read
// types: EDGE_TYPE
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id}) RETURN n
  UNION MATCH (n:Thing {id: id}) RETURN n
  UNION MATCH (n:Interaction {id: id}) RETURN n
}
MATCH (n)-[e:EDGE_TYPE]->(other:Party|Thing|Interaction)
WHERE NOT (other:Interaction AND (other:Placeholder OR other:Ended))
  AND coalesce(e.validFrom <= $asOf, true) AND coalesce(e.validTo >= $asOf, true)
RETURN collect(id(n)) AS owner, collect(id(other)) AS other
