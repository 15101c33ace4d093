// Parties whose holdings may have changed, given the nodes that did.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (owner:Party {id: id}) RETURN owner
  UNION MATCH (:Party {id: id})<-[:OWNS]-(owner:Party) RETURN owner
}
RETURN DISTINCT owner.id AS id
