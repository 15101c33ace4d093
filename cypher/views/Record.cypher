// field: kind
this.kind

// field: placeholder
this:Placeholder

// field: generated
coalesce(this.generated, false)

// field: modified
toString(this.modified)

// field: ended
this:Ended

// field: versions
// kind: connection
// params: first, after
// returns: RecordVersion
// order: child.load DESC
// The record itself is its newest version; a load gives it at most one.
MATCH (this)-[:WAS]->{0,1}(child) WHERE child.load IS NOT NULL AND child.hash IS NOT NULL

// field: since
// kind: part
// The day from which a version holds: of the change, where the source tells it, else of the load that brought it.
date(left(CASE WHEN this.hash = 'ended' THEN this.load ELSE coalesce(toString(this.modified), this.load) END, 10))

// field: former
// kind: part
// The version of a record that held on a day: of those that had begun, the one loaded last; else the first that is known.
CASE WHEN EXISTS { (this)-[:WAS]->() } THEN COLLECT {
  MATCH (this)-[:WAS]->{0,1}(_state) WHERE _state.load IS NOT NULL
  WITH _state, @Record.since(_state) <= asOf AS _begun
  ORDER BY _begun DESC, CASE WHEN _begun THEN _state.load END DESC, _state.load LIMIT 1
  RETURN _state{.*, raw: null}
} END

// field: formers
// kind: part
// The same of all records that describe a party or thing.
CASE WHEN EXISTS { (this)<-[:DESCRIBES]-(:Record)-[:WAS]->() } THEN COLLECT {
  MATCH (_record:Record)-[:DESCRIBES]->(this) WHERE _record.hash IS NOT NULL
  CALL (_record, asOf) {
    MATCH (_record)-[:WAS]->{0,1}(_state) WHERE _state.load IS NOT NULL
    WITH _state, @Record.since(_state) <= asOf AS _begun
    ORDER BY _begun DESC, CASE WHEN _begun THEN _state.load END DESC, _state.load LIMIT 1
    RETURN _state{.*, raw: null} AS _former
  }
  RETURN _former
} END
