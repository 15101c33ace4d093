// How many parties with a role, products and materials there are.
// params: -
// returns: nodes
// mode: read
MATCH (n:Customer|Supplier|Employee|Partner|Investor|Product|Material)
RETURN count(n) AS nodes
