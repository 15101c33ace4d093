// Note that a migration has been applied, with the checksum of its file.
// params: id, name, checksum
// returns: -
// mode: write
MERGE (m:Migration {id: $id})
SET m.name = $name, m.checksum = $checksum, m.finishedAt = datetime()
