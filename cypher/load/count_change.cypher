// Count one committed change of the graph and note what it touched: ids, 16 bytes each, or null for too many to note.
// Snapshots and caches go by the number; what the last $keep changes touched is kept.
// params: touched, keep
// returns: version
// mode: write
MERGE (g:Graph {id: 'graph'})
SET g.version = coalesce(g.version, 0) + 1
CREATE (:Change {version: g.version, touched: $touched})
WITH g.version AS version
CALL (version) {
  MATCH (old:Change) WHERE old.version <= version - $keep
  DELETE old
}
RETURN version
