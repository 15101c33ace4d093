// The nodes that some ids stand for: those of these ids, and what records of these ids describe.
// params: ids
// returns: id
// mode: read
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id}) RETURN n.id AS found
  UNION MATCH (n:Thing {id: id}) RETURN n.id AS found
  UNION MATCH (n:Interaction {id: id}) RETURN n.id AS found
  UNION MATCH (:Record {id: id})-[:DESCRIBES]->(n) RETURN n.id AS found
}
RETURN DISTINCT found AS id
