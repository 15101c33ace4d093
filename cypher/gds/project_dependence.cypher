// Project the network of dependence: an edge from a to b where a depends on b, once. The same ties as the channels
// `supplies`, `purchases`, `material`, `people`, `demand` and `ownership` hold; `intelligence.jobs.network` says which way.
// params: name, asOf, since
// returns: nodes, ties
// mode: read
CALL () {
  MATCH (a:Thing)<-[s:SUPPLIES]-(b:Party)
  WHERE coalesce(s.validFrom <= $asOf, true) AND coalesce(s.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (a:Thing)<-[line:CONTAINS]-(order:PurchaseOrder)-[placed:PLACED_WITH]->(b:Party)
  WHERE $since < order.at <= $asOf
    AND coalesce(line.validFrom <= $asOf, true) AND coalesce(line.validTo >= $asOf, true)
    AND coalesce(placed.validFrom <= $asOf, true) AND coalesce(placed.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (a:Thing)<-[c:COMPONENT_OF]-(b:Thing)
  WHERE coalesce(c.validFrom <= $asOf, true) AND coalesce(c.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (b:Thing)<-[line:CONTAINS]-(order:Order)<-[placed:PLACED]-(a:Party)
  WHERE $since < order.at <= $asOf
    AND coalesce(line.validFrom <= $asOf, true) AND coalesce(line.validTo >= $asOf, true)
    AND coalesce(placed.validFrom <= $asOf, true) AND coalesce(placed.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (a:Party)-[:PLACED]->(x:Order)-[t:ASSIGNED_TO]->(b:Employee)
  WHERE NOT a:Employee AND $since < x.at <= $asOf AND coalesce(t.validFrom <= $asOf, true) AND coalesce(t.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (a:Party)<-[:PLACED_WITH]-(x:PurchaseOrder)-[t:ASSIGNED_TO]->(b:Employee)
  WHERE NOT a:Employee AND $since < x.at <= $asOf AND coalesce(t.validFrom <= $asOf, true) AND coalesce(t.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (a:Party)-[:TOOK_PART]->(x:Contact)<-[:TOOK_PART]-(b:Employee)
  WHERE NOT a:Employee AND $since < x.at <= $asOf
  RETURN a, b
  UNION
  MATCH (a:Party)-[:RAISED]->(x:Complaint)-[t:ASSIGNED_TO]->(b:Employee)
  WHERE NOT a:Employee AND $since < x.at <= $asOf AND coalesce(t.validFrom <= $asOf, true) AND coalesce(t.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (a:Party)<-[s:SERVES]-(b:Employee)
  WHERE NOT a:Employee AND coalesce(s.validFrom <= $asOf, true) AND coalesce(s.validTo >= $asOf, true)
  RETURN a, b
  UNION
  MATCH (b:Party)-[o:OWNS]->(a:Party)
  WHERE coalesce(o.validFrom <= $asOf, true) AND coalesce(o.validTo >= $asOf, true)
  RETURN a, b
}
WITH a, b WHERE a <> b
WITH gds.graph.project($name, a, b, {relationshipType: 'DEPENDS'}) AS graph
RETURN graph.nodeCount AS nodes, graph.relationshipCount AS ties
