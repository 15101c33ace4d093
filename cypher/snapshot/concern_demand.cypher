// Goods whose sales may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Thing {id: id}) RETURN owner
  UNION MATCH (:Interaction {id: id})-[:CONTAINS]->(owner:Thing) RETURN owner
  UNION MATCH (:Party {id: id})-[:PLACED]->(:Interaction)-[:CONTAINS]->(owner:Thing) RETURN owner
}
RETURN DISTINCT owner.id AS id
