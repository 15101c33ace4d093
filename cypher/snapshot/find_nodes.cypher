// Neo4j's own numbers of the nodes of some ids, those that are there.
// params: ids
// returns: node
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id}) RETURN n
  UNION MATCH (n:Thing {id: id}) RETURN n
  UNION MATCH (n:Interaction {id: id}) RETURN n
}
RETURN id(n) AS node
