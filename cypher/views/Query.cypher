// field: asOf
// The newest day on which something occurred, never later than the clock's.
coalesce(head(COLLECT { MATCH (_n:Interaction) WHERE _n.at <= date() AND NOT _n:Ended RETURN _n.at ORDER BY _n.at DESC LIMIT 1 }), date())

// field: party
// kind: root
// params: id
// returns: Party
// A party's id, one it had before a merge, or the id of any of its records.
MATCH (:Record {id: $id})-[:DESCRIBES]->(child:Party)

// field: partyByKey
// kind: root
// params: source, key, table
// returns: Party
// tells: _record.table
MATCH (_record:Record {key: $key, source: $source})-[:DESCRIBES]->(child:Party)
WHERE _record.table IS NOT NULL
  AND _record.table = $table  // if table

// field: parties
// kind: roots
// params: first, after, filter
// returns: Party
// label: role Party
// order: child.sortName, child.id
// The index has the order of the pages: the planner would rather scan a label and sort it all for each page.
MATCH (child:LABEL)
USING INDEX child:LABEL(sortName, id)
WHERE child.sortName IS NOT NULL AND child.id IS NOT NULL AND NOT child:Placeholder|Ended
  AND child.country = $filter.country  // if filter.country
  AND child.city = $filter.city  // if filter.city
  AND child.sortName CONTAINS $filter.nameContains  // if filter.nameContains
  AND coalesce(child.generated, false) = $filter.generated  // if filter.generated
