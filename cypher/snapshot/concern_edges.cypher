// Nodes whose edges of one type may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
// types: EDGE_TYPE
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id}) RETURN n
  UNION MATCH (n:Thing {id: id}) RETURN n
  UNION MATCH (n:Interaction {id: id}) RETURN n
}
CALL (n) {
  RETURN n AS owner
  UNION MATCH (owner:!Record)-[:EDGE_TYPE]->(n) RETURN owner
}
RETURN DISTINCT owner.id AS id
