// Which suppliers put most at risk
// The suppliers with the greatest systemic risk by the latest run, and what they supply.
// Reads: with the style scores.grass, the larger and redder a score, the more is lost when its supplier fails.
MATCH (run:Run:Latest {job: 'risk'})<-[:OF]-(score:Score {kind: 'systemicRisk'})
MATCH scored = (supplier:Supplier)-[:SCORED]->(score)
WITH scored, supplier ORDER BY score.place LIMIT 12
OPTIONAL MATCH supply = (supplier)-[:SUPPLIES]->(:Thing)
RETURN scored, supply
