// What server this is, and what time it has.
// params: -
// returns: version, edition, clock
// mode: read
CALL dbms.components() YIELD name, versions, edition
WITH versions, edition WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS version, edition, datetime.realtime().epochMillis / 1000.0 AS clock
