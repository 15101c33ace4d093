// Parties whose open invoices may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Party {id: id}) RETURN owner
  UNION MATCH (:Interaction {id: id})-[:ISSUED_BY]->(owner:Party) RETURN owner
  UNION MATCH (:Interaction {id: id})-[:SETTLES]->(:Interaction)-[:ISSUED_BY]->(owner:Party) RETURN owner
  // A payment that gains or loses an invoice may make another of its invoices tell what it settled.
  UNION MATCH (:Interaction {id: id})<-[:SETTLES]-(:Interaction)-[:SETTLES]->(:Interaction)-[:ISSUED_BY]->(owner:Party) RETURN owner
}
RETURN DISTINCT owner.id AS id
