// Goods whose supply may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Thing {id: id}) RETURN owner
  UNION MATCH (:Party {id: id})-[:SUPPLIES]->(owner:Thing) RETURN owner
}
RETURN DISTINCT owner.id AS id
