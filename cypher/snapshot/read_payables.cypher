// What we owe some parties on invoices that are open on the day, by currency. Amounts are whole minor units. An invoice counts as `missing`, and in
// nothing else, where it has no total, where a payment is in another currency, or settles several invoices and nothing
// says how much of each. What is paid too much on one invoice does not lower another.
// params: nodes, asOf
// returns: owner, amount, overdue, invoices, missing, currency
// mode: read
UNWIND $nodes AS node
MATCH (party:Party) WHERE id(party) = node
MATCH (party)<-[issued:ISSUED_BY]-(invoice:Invoice)
// The day stands in coalesce: Neo4j would else begin with all invoices until then, for each party anew.
WHERE coalesce(invoice.at <= $asOf, false) AND coalesce(issued.validFrom <= $asOf, true) AND coalesce(issued.validTo >= $asOf, true)
WITH party, invoice, coalesce(invoice.currency, '') AS currency, reduce(open = invoice.totalMinor, paid IN COLLECT {
  MATCH (invoice)<-[s:SETTLES]-(payment:Payment)
  WHERE coalesce(payment.at <= $asOf, false) AND coalesce(s.validFrom <= $asOf, true) AND coalesce(s.validTo >= $asOf, true)
  RETURN CASE
    WHEN coalesce(s.currency, payment.currency, invoice.currency) <> invoice.currency THEN null
    WHEN s.amountMinor IS NOT NULL THEN s.amountMinor
    WHEN COUNT { (payment)-[:SETTLES]->() } = 1 THEN payment.totalMinor
  END
} | open - paid) AS open
WHERE open IS NULL OR open > 0
WITH party, currency, sum(coalesce(open, 0)) AS amount, sum(CASE WHEN invoice.dueAt < $asOf THEN coalesce(open, 0) ELSE 0 END) AS overdue,
     count(*) AS invoices, count(CASE WHEN open IS NULL THEN 1 END) AS missing
RETURN collect(id(party)) AS owner, collect(amount) AS amount, collect(overdue) AS overdue, collect(invoices) AS invoices,
       collect(missing) AS missing, collect(currency) AS currency
