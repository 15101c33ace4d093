// Who is most influential
// Parties of the first places by PageRank, and how they are tied to each other by service, supply and ownership.
// Reads: with the style scores.grass, the larger and redder a score, the more others depend on its party.
MATCH (run:Run:Latest {job: 'influence'})<-[:OF]-(score:Score {kind: 'pagerank'})
MATCH scored = (party:Party)-[:SCORED]->(score)
WITH scored, party ORDER BY score.place LIMIT 25
WITH collect(scored) AS all, collect(party) AS parties
UNWIND all AS scored
WITH scored, parties, startNode(relationships(scored)[0]) AS party
OPTIONAL MATCH tie = (party)-[:SERVES|OWNS|PARTNER_OF|REPORTS_TO]-(other:Party) WHERE other IN parties
RETURN scored, tie
