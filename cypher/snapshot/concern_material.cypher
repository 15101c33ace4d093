// Goods whose components may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Thing {id: id}) RETURN owner
  UNION MATCH (:Thing {id: id})-[:COMPONENT_OF]->(owner:Thing) RETURN owner
}
RETURN DISTINCT owner.id AS id
