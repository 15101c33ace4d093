// Which of some changes of the schema Guanxi has under way; Neo4j shows no statement for them.
// params: statements
// returns: statement
// mode: read
SHOW TRANSACTIONS YIELD metaData
WHERE metaData.schema IN $statements
RETURN metaData.schema AS statement
