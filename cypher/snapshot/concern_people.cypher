// Parties whose dealings with employees may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Party {id: id}) RETURN owner
  UNION MATCH (:Interaction {id: id})-[:PLACED|PLACED_WITH|RAISED|TOOK_PART]-(owner:Party) RETURN owner
  UNION MATCH (:Employee {id: id})-[:SERVES]->(owner:Party) RETURN owner
  UNION MATCH (:Employee {id: id})-[:ASSIGNED_TO|TOOK_PART]-(:Interaction)-[:PLACED|PLACED_WITH|RAISED|TOOK_PART]-(owner:Party) RETURN owner
}
RETURN DISTINCT owner.id AS id
