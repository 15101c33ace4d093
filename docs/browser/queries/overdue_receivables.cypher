// Overdue receivables
// Invoices to customers that were due before a day and are not paid in full by then, the largest first.
// :param day => date('1998-05-06')
// :param first => 40
// Reads: each customer with what it owes, and the payments that settled a part. `openMinor` (in minor units) and `days`
// stand in the table view. Where nobody can know what is open (docs/graphql.md says when) it is empty, and comes first.
MATCH (invoice:Invoice)
WHERE invoice.dueAt < $day AND NOT 'Ended' IN labels(invoice)
MATCH debt = (invoice)-[:ISSUED_TO]->(:Customer)
WITH invoice, debt, COLLECT {
  MATCH (invoice)<-[settles:SETTLES]-(payment:Payment)
  WHERE payment.at <= $day
  RETURN CASE
    WHEN coalesce(settles.currency, payment.currency, invoice.currency) <> invoice.currency THEN null
    WHEN settles.amountMinor IS NOT NULL THEN settles.amountMinor
    WHEN COUNT { (payment)-[:SETTLES]->() } = 1 THEN payment.totalMinor
  END
} AS paid
WITH invoice, debt, invoice.totalMinor - reduce(total = 0, part IN paid | total + part) AS openMinor
WHERE coalesce(openMinor > 0, true)
ORDER BY openMinor DESC, invoice.id LIMIT toInteger($first)
OPTIONAL MATCH part = (invoice)<-[:SETTLES]-(settling:Payment)
WHERE settling.at <= $day
RETURN debt, part, openMinor, invoice.currency AS currency,
  duration.inDays(invoice.dueAt, $day).days AS days
