// The nodes that a snapshot holds, so many a row, by Neo4j's own numbers; interactions only where they are asked for.
// params: interactions, size
// returns: nodes
// mode: read
CALL () {
  MATCH (n:Party) RETURN id(n) AS node
  UNION ALL MATCH (n:Thing) RETURN id(n) AS node
  UNION ALL MATCH (n:Interaction) WHERE $interactions AND NOT n:Placeholder AND NOT n:Ended RETURN id(n) AS node
}
WITH collect(node) AS everything
UNWIND range(0, size(everything) - 1, $size) AS start
RETURN everything[start..start + $size] AS nodes
