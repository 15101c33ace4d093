// What came from a source
// Records of one source system with the parties and things that they describe.
// :param source => 'finance'
// :param first => 100
// Reads: a party with records of other sources too is one that several systems know.
MATCH came = (record:Record {source: $source})-[:DESCRIBES]->(described)
WITH came, described, record ORDER BY record.table, record.key LIMIT toInteger($first)
OPTIONAL MATCH others = (described)<-[:DESCRIBES]-(other:Record)
WHERE other.source <> $source
RETURN came, others
