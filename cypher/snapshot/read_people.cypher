// Which employees some parties deal with: orders (either way), contacts and complaints handled within the window, and
// whether the employee is said to serve the party on the day.
// params: nodes, asOf, since
// returns: owner, other, orders, contacts, complaints, serves
// mode: read
UNWIND $nodes AS node
MATCH (party:Party) WHERE id(party) = node
// The day stands in coalesce: Neo4j would else begin with all events of the window, for each party anew.
CALL (party) {
  MATCH (party)-[:PLACED]->(x:Order)-[a:ASSIGNED_TO]->(employee:Employee)
  WHERE coalesce($since < x.at <= $asOf, false) AND coalesce(a.validFrom <= $asOf, true) AND coalesce(a.validTo >= $asOf, true)
  RETURN employee, count(DISTINCT x) AS orders, 0 AS contacts, 0 AS complaints, 0 AS serves
  UNION ALL
  MATCH (party)<-[:PLACED_WITH]-(x:PurchaseOrder)-[a:ASSIGNED_TO]->(employee:Employee)
  WHERE coalesce($since < x.at <= $asOf, false) AND coalesce(a.validFrom <= $asOf, true) AND coalesce(a.validTo >= $asOf, true)
  RETURN employee, count(DISTINCT x) AS orders, 0 AS contacts, 0 AS complaints, 0 AS serves
  UNION ALL
  MATCH (party)-[:TOOK_PART]->(x:Contact)<-[:TOOK_PART]-(employee:Employee)
  WHERE coalesce($since < x.at <= $asOf, false) AND employee <> party
  RETURN employee, 0 AS orders, count(DISTINCT x) AS contacts, 0 AS complaints, 0 AS serves
  UNION ALL
  MATCH (party)-[:RAISED]->(x:Complaint)-[a:ASSIGNED_TO]->(employee:Employee)
  WHERE coalesce($since < x.at <= $asOf, false) AND coalesce(a.validFrom <= $asOf, true) AND coalesce(a.validTo >= $asOf, true)
  RETURN employee, 0 AS orders, 0 AS contacts, count(DISTINCT x) AS complaints, 0 AS serves
  UNION ALL
  MATCH (party)<-[s:SERVES]-(employee:Employee)
  WHERE coalesce(s.validFrom <= $asOf, true) AND coalesce(s.validTo >= $asOf, true)
  RETURN employee, 0 AS orders, 0 AS contacts, 0 AS complaints, 1 AS serves
}
// Between two employees, a contact is no dealing of ours with a party.
WITH party, employee, sum(orders) AS orders, sum(contacts) AS contacts, sum(complaints) AS complaints, max(serves) AS serves
WHERE party:!Employee
RETURN collect(id(party)) AS owner, collect(id(employee)) AS other, collect(orders) AS orders, collect(contacts) AS contacts,
       collect(complaints) AS complaints, collect(serves) AS serves
