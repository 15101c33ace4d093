// Which records make one party
// Every row of every source system that describes a party, and what holds the rows together.
// :param source => 'crm'
// :param key => 'ALFKI'
// Reads: records point at the party. SAME_AS is what a crosswalk says; records without one share a tax id
// (`taxId` in the node's properties).
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(party:Party)
MATCH made = (record:Record)-[:DESCRIBES]->(party)
OPTIONAL MATCH same = (record)-[:SAME_AS]-(:Record)
RETURN made, same
