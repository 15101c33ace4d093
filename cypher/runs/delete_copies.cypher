// Take a value off nodes that have no such score any more.
// params: property, ids
// returns: -
// mode: write
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id}) RETURN n
  UNION MATCH (n:Thing {id: id}) RETURN n
}
REMOVE n[$property]
