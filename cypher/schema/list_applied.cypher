// Migrations that have been applied.
// params: -
// returns: id, name, checksum
// mode: read
MATCH (m:Migration)
RETURN m.id AS id, m.name AS name, m.checksum AS checksum
