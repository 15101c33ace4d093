// Ids of the interactions that a moving window takes in or leaves behind: those after one day, up to another.
// params: after, until
// returns: id
// mode: read
MATCH (n:Interaction) WHERE $after < n.at <= $until
RETURN n.id AS id
