// Changes of the schema that Guanxi has under way; Neo4j shows no statement for them.
// params: -
// returns: statement
// mode: read
SHOW TRANSACTIONS YIELD metaData
WHERE metaData.schema IS NOT NULL
RETURN metaData.schema AS statement
