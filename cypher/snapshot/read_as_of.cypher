// The version of the graph, and the newest day on which something occurred, never later than the clock's.
// params: -
// returns: version, asOf
// mode: read
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN coalesce(g.version, 0) AS version,
       coalesce(head(COLLECT { MATCH (n:Interaction) WHERE n.at <= date() AND NOT n:Ended RETURN n.at ORDER BY n.at DESC LIMIT 1 }), date()) AS asOf
