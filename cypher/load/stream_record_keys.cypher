// Keys of the records of one table that stand: loaded, and not ended.
// params: source, table
// returns: id, key
// mode: read
MATCH (n:Record {source: $source, table: $table})
WHERE NOT n:Placeholder AND NOT n:Ended
RETURN n.id AS id, n.key AS key
