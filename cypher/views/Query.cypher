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

// field: influence
// kind: roots
// params: first, after, metric
// returns: RankedParty
// label: role Party
// order: child.place:integer, child.id
// A party that was merged into another since has no place of its own any more.
MATCH (_run:Latest {job: 'influence'})
MATCH (child:Score {run: _run.id, kind: $metric})<-[:SCORED]-(_party:LABEL)
WHERE child.place IS NOT NULL AND child.id IS NOT NULL AND _party.id = child.subject

// field: systemicRisk
// kind: roots
// params: first, after
// returns: RankedParty
// label: role Party
// order: child.place:integer, child.id
MATCH (_run:Latest {job: 'risk'})
MATCH (child:Score {run: _run.id, kind: 'systemicRisk'})<-[:SCORED]-(_party:LABEL)
WHERE child.place IS NOT NULL AND child.id IS NOT NULL AND _party.id = child.subject

// field: runs
// kind: roots
// params: first, after, job
// returns: Run
// order: child.number:integer DESC, child.id
MATCH (child:Run)
WHERE child.number IS NOT NULL AND child.id IS NOT NULL
  AND child.job = $job  // if job
