// All figures of a projection's nodes, so many a row.
// params: name, size
// returns: id, label, called, pagerank, betweenness, core, community, component, neighbours, dependants
// mode: read
CALL gds.graph.nodeProperty.stream($name, 'pagerank') YIELD nodeId, propertyValue
WITH nodeId / $size AS chunk, nodeId, gds.util.asNode(nodeId) AS n, propertyValue AS pagerank
WITH chunk, collect(n.id) AS id, collect(labels(n)) AS label, collect(coalesce(n.name, '')) AS called, collect(pagerank) AS pagerank,
  collect(gds.util.nodeProperty($name, nodeId, 'betweenness')) AS betweenness,
  collect(gds.util.nodeProperty($name, nodeId, 'core')) AS core,
  collect(gds.util.nodeProperty($name, nodeId, 'community')) AS community,
  collect(gds.util.nodeProperty($name, nodeId, 'component')) AS component,
  collect(gds.util.nodeProperty($name, nodeId, 'neighbours')) AS neighbours,
  collect(gds.util.nodeProperty($name, nodeId, 'dependants')) AS dependants
RETURN id, label, called, pagerank, betweenness, core, community, component, neighbours, dependants
