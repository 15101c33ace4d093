// field: tags
coalesce(this.tags, [])

// field: servedBy
// kind: list
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[_serves:SERVES]-(child:Employee) WHERE @Edge.holds(_serves)

// field: contracts
// kind: connection
// params: first, after, from, to, running
// returns: Contract
// order: child.at:date DESC, child.id
MATCH (this)-[:SIGNED]->(child:Contract)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND @Contract.runs(child) = $running  // if running

// field: holdings
// kind: connection
// params: first, after
// returns: Holding
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:OWNS]->(:Party) WHERE @Edge.holds(child)

// field: holdingTotals
// kind: list
// returns: HoldingTotal
// order: child.currency
MATCH (this)-[_owns:OWNS]->(:Party)
WHERE _owns.valueMinor IS NOT NULL AND _owns.currency IS NOT NULL AND @Edge.holds(_owns)
WITH _owns.currency AS _currency, count(_owns) AS _holdings, sum(_owns.valueMinor) AS _value
WITH {currency: _currency, holdings: _holdings, value: _value} AS child
