// How two parties are connected
// The shortest ways between two parties, over whatever lies between them.
// :param source => 'crm'
// :param key => 'ALFKI'
// :param otherSource => 'srm'
// :param otherKey => '14'
// Reads: each way is one chain of facts that links the two; records and employees who serve both are left out.
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(one:Party)
MATCH (:Record {source: $otherSource, key: $otherKey})-[:DESCRIBES]->(other:Party)
MATCH way = allShortestPaths(
  (one)-[:PLACED|CONTAINS|SUPPLIES|FULFILS|CARRIED_BY|RAISED|ABOUT|OWNS|PARTNER_OF*..8]-(other)
)
RETURN way LIMIT 20
