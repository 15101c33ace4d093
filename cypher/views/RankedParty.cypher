// field: rank
this.rank

// field: value
this.value

// field: asOf
this.asOf

// field: evidence
// kind: json
// returns: JSON
this.evidence

// field: party
// kind: one
// returns: Party
// order: child.id
MATCH (this)<-[:SCORED]-(child:Party)

// field: run
// kind: one
// returns: Run
// order: child.id
MATCH (this)-[:OF]->(child:Run)
