// field: passRate
// kind: node
// returns: Figure
// 1 − rejected / inspected, by quantity, over the supplier's inspections.
head(COLLECT {
  MATCH (this)<-[:PLACED_WITH]-{0,1}(_order)<-[:FULFILS]-{0,1}(_subject)<-[:ABOUT]-(_inspection:Inspection)
  WHERE _inspection.at <= asOf AND _inspection.inspected > 0 AND _inspection.rejected IS NOT NULL
  WITH DISTINCT _inspection
  RETURN {value: CASE WHEN count(_inspection) >= 5
                   THEN 1.0 - 1.0 * sum(_inspection.rejected) / sum(_inspection.inspected) END,
          observations: count(_inspection), needed: 5}
})

// field: acceptanceRate
// kind: node
// returns: Figure
// 1 − rejected / received, by quantity, over lines of deliveries that have arrived.
head(COLLECT {
  MATCH (this)<-[:PLACED_WITH]-(:PurchaseOrder)<-[:FULFILS]-(_delivery:Delivery) WHERE _delivery.deliveredAt <= asOf
  WITH DISTINCT _delivery
  MATCH (_delivery)-[_line:CONTAINS]->(:Thing) WHERE _line.received > 0 AND _line.rejected IS NOT NULL
  RETURN {value: CASE WHEN count(_line) >= 5 THEN 1.0 - 1.0 * sum(_line.rejected) / sum(_line.received) END,
          observations: count(_line), needed: 5}
})
