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

// field: deliveries
// kind: connection
// params: first, after, from, to, underWay
// returns: Delivery
// order: child.at:date DESC, child.id
MATCH (this)<-[:CARRIED_BY]-(child:Delivery)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND (child.deliveredAt IS NULL OR child.deliveredAt > asOf) = $underWay  // if underWay

// field: deliveryPerformance
// kind: node
// returns: DeliveryPerformance
// Of deliveries that it carried and whose promised day is over or is the day of the view, each counted as one.
head(COLLECT {
  MATCH (this)<-[:CARRIED_BY]-(_delivery:Delivery) WHERE _delivery.at <= asOf AND _delivery.promisedAt <= asOf
  WITH DISTINCT _delivery
  WITH 1.0 AS _one, CASE WHEN _delivery.deliveredAt <= asOf THEN 1.0 ELSE 0.0 END AS _arrived,
    CASE WHEN _delivery.deliveredAt <= _delivery.promisedAt THEN 1.0 ELSE 0.0 END AS _onTime
  RETURN {due: 1.0 * sum(_one), onTime: 1.0 * sum(_onTime), late: 1.0 * (sum(_arrived) - sum(_onTime)),
          outstanding: 1.0 * (sum(_one) - sum(_arrived)), observations: count(_one)}
})

// field: sharedCustomers
// kind: connection
// params: first, after
// returns: SharedCustomer
// order: child.customer.sortName, child.customer.id
// Customers that it is a partner of, that signed a contract with it, or whose orders it carried.
CALL (*) {
  MATCH (this)-[_tie:PARTNER_OF]-(_customer:Customer) WHERE @Edge.holds(_tie)
  RETURN _customer, 1 AS _tied, null AS _contract, null AS _delivery
  UNION
  MATCH (this)-[:SIGNED]->(_contract:Contract)<-[:SIGNED]-(_customer:Customer) WHERE _contract.at <= asOf
  RETURN _customer, 0 AS _tied, _contract, null AS _delivery
  UNION
  MATCH (this)<-[:CARRIED_BY]-(_delivery:Delivery)-[:FULFILS]->(:Order)<-[:PLACED]-(_customer:Customer)
  WHERE _delivery.at <= asOf
  RETURN _customer, 0 AS _tied, null AS _contract, _delivery
}
WITH _customer, max(_tied) = 1 AS _tied, count(_contract) AS _contracts, count(_delivery) AS _deliveries
WHERE _customer <> this
WITH {customer: _customer, partnerOf: _tied, contracts: _contracts, deliveries: _deliveries} AS child WHERE true
