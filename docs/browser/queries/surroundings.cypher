// Surroundings of a party
// What stands within two edges of a party, its newest interactions first.
// :param source => 'crm'
// :param key => 'ALFKI'
// Reads: the party is in the middle; what it did is around it, and who or what else each of those touches comes last.
// A busy party shows its 40 newest interactions and its 40 other neighbours.
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(party:Party)
CALL (party) {
  MATCH near = (party)--(event:Interaction)
  RETURN near, event AS step ORDER BY event.at DESC, event.id LIMIT 40
  UNION
  MATCH near = (party)--(other:Party|Thing)
  RETURN near, other AS step ORDER BY other.sortName, other.id LIMIT 40
}
OPTIONAL MATCH far = (step:Interaction)--(:Party|Thing|Interaction)
RETURN near, far LIMIT 400
