// Which party some records describe now, and when each record was first loaded.
// params: ids
// returns: id, firstLoad, party
// mode: read
UNWIND $ids AS id
MATCH (r:Record {id: id})-[:DESCRIBES]->(p:Party)
RETURN r.id AS id, r.firstLoad AS firstLoad, p.id AS party
