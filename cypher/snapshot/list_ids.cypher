// Ids of the nodes that a snapshot holds, in their order, so many a row; interactions only where they are asked for.
// params: interactions, size
// returns: ids
// mode: read
CALL () {
  MATCH (n:Party) RETURN n.id AS id
  UNION MATCH (n:Thing) RETURN n.id AS id
  UNION MATCH (n:Interaction) WHERE $interactions AND NOT n:Placeholder AND NOT n:Ended RETURN n.id AS id
}
WITH id ORDER BY id
WITH collect(id) AS everything
UNWIND range(0, size(everything) - 1, $size) AS start
RETURN everything[start..start + $size] AS ids
