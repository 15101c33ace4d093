// Which parties hang on one of us
// Employees with parties that deal with them alone, by the latest run, and the parties they look after.
// Reads: with the style scores.grass, the larger and redder a score, the more business leaves with its employee.
MATCH (run:Run:Latest {job: 'dependency'})<-[:OF]-(score:Score {kind: 'keyPerson'})
MATCH scored = (employee:Employee)-[:SCORED]->(score) WHERE score.value > 0
WITH scored, employee ORDER BY score.place LIMIT 10
OPTIONAL MATCH service = (employee)-[:SERVES]->(:Party)
RETURN scored, service
