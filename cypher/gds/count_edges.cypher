// How many edges the database holds, from its count store.
// params: -
// returns: edges
// mode: read
MATCH ()-[e]->()
RETURN count(e) AS edges
