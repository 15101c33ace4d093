// field: id
this.id

// field: kind
{pagerank: 'PAGERANK', betweenness: 'BETWEENNESS', core: 'CORE', community: 'COMMUNITY', voterank: 'VOTERANK',
  cut: 'CUT', bridge: 'BRIDGE', soleSource: 'SOLE_SOURCE', concentration: 'CONCENTRATION', keyPerson: 'KEY_PERSON',
  systemicRisk: 'SYSTEMIC_RISK', debtrank: 'DEBTRANK', esri: 'ESRI'}[this.kind]

// field: value
this.value

// field: rank
this.rank

// field: asOf
this.asOf

// field: evidence
// kind: json
// returns: JSON
this.evidence

// field: run
// kind: one
// returns: Run
// order: child.id
MATCH (this)-[:OF]->(child:Run)
