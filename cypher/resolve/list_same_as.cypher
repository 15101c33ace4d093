// Pairs of records that a crosswalk says describe the same party.
// params: -
// returns: left, right
// mode: read
MATCH (left:Record)-[:SAME_AS]->(right:Record)
RETURN left.id AS left, right.id AS right
