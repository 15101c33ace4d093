// Goods and categories whose category may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Thing {id: id}) RETURN owner
  UNION MATCH (owner:Thing)-[:IN_CATEGORY]->(:Thing {id: id}) RETURN owner
}
RETURN DISTINCT owner.id AS id
