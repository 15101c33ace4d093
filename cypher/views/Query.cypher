// field: asOf
// The newest day on which something occurred, never later than the clock's.
coalesce(head(COLLECT { MATCH (_n:Interaction) WHERE _n.at <= date() AND NOT _n:Ended RETURN _n.at ORDER BY _n.at DESC LIMIT 1 }), date())

// field: party
// kind: root
// params: id
// returns: Party
// A party's id, one it had before a merge, or the id of any of its records.
MATCH (:Record {id: $id})-[:DESCRIBES]->(child:Party)

// field: partyByKey
// kind: root
// params: source, key, table
// returns: Party
// tells: _record.table
MATCH (_record:Record {key: $key, source: $source})-[:DESCRIBES]->(child:Party)
WHERE _record.table IS NOT NULL
  AND _record.table = $table  // if table

// field: parties
// kind: roots
// params: first, after, filter, way
// returns: Party
// label: role Party
// order: child.sortName, child.id
// order.country: child.sortCountry, child.id
// order.city: child.sortCity, child.id
// Each way begins at the index that serves it: the planner would rather scan a label and sort it all for each page.
MATCH (child:LABEL)  // if way.all
MATCH (child:Party&LABEL)  // if way.party
USING INDEX child:LABEL(sortName, id)  // if way.name
USING INDEX child:Party(sortCountry, id)  // if way.country
USING INDEX child:Party(sortCity, id)  // if way.city
USING TEXT INDEX child:Party(sortName)  // if way.contains
USING SCAN child:LABEL  // if way.role
MATCH (:Record {taxId: $filter.taxId})-[:DESCRIBES]->(child:LABEL)  // if way.taxId
MATCH (child:LABEL&Placeholder)  // if way.waiting
CALL db.index.fulltext.queryNodes('party_search', $way.marks) YIELD node AS child  // if way.marks
WHERE child.sortName IS NOT NULL AND child.id IS NOT NULL
  AND NOT child:Placeholder|Ended  // if way.standing
  AND child:LABEL  // if way.marks
  AND child.sortCountry IS NOT NULL  // if way.country
  AND child.sortCity IS NOT NULL  // if way.city
  AND child.sortCountry >= $filter.country.start AND child.sortCountry < $filter.country.end  // if filter.country
  AND child.sortCity >= $filter.city.start AND child.sortCity < $filter.city.end  // if filter.city
  AND child.sortName CONTAINS $filter.nameContains  // if filter.nameContains
  AND coalesce(child.generated, false) = $filter.generated  // if filter.generated
  AND child.level = $filter.level  // if filter.level
  AND $filter.tag IN child.tags  // if filter.tag
  AND $filter.nature IN labels(child)  // if filter.nature
  AND EXISTS { (child)<-[:DESCRIBES]-(_record:Record) WHERE NOT _record:Ended  // if filter.source
    AND _record.source = $filter.source  // if filter.source
    AND _record.table = $filter.table  // if filter.table
  }  // if filter.source

// field: parties.probe
// params: filter, way
// label: role Party
// How many the narrow way finds.
COUNT { CALL db.index.fulltext.queryNodes('party_search', $way.marks, {limit: $way.limit}) YIELD node AS _node RETURN _node }  // if way.marks
COUNT { MATCH (_node:Party) USING TEXT INDEX _node:Party(sortName) WHERE _node.sortName CONTAINS $filter.nameContains RETURN _node LIMIT $way.limit }  // if way.contains
COUNT { (:LABEL) }  // if way.role

// field: search
// kind: roots
// params: first, after, text
// returns: Party
// label: role Party
// order: _score:number DESC, child.id
// `text` is the query that `graph.searching` makes of what was typed.
CALL db.index.fulltext.queryNodes('party_search', $text, {limit: 10000}) YIELD node AS child, score AS _score
WHERE child:LABEL AND NOT child:Placeholder|Ended

// field: product
// kind: root
// params: id
// returns: Product
// A product's or material's id, one it had before a merge, or the id of any of its records.
MATCH (:Record {id: $id})-[:DESCRIBES]->(child:Product|Material)

// field: productByKey
// kind: root
// params: source, key, table
// returns: Product
// tells: _record.table
MATCH (_record:Record {key: $key, source: $source})-[:DESCRIBES]->(child:Product|Material)
WHERE _record.table IS NOT NULL
  AND _record.table = $table  // if table

// field: products
// kind: roots
// params: first, after, filter, way
// returns: Product
// order: child.sortName, child.id
MATCH (child:Thing) USING INDEX child:Thing(sortName, id)  // if way.name
MATCH (child:Thing) USING TEXT INDEX child:Thing(sortName)  // if way.contains
MATCH (child:Thing) USING INDEX child:Thing(sortCode)  // if way.code
MATCH (:Record {id: $filter.supplier})-[:DESCRIBES]->(:Party)-[:SUPPLIES]->(child:Thing)  // if way.supplier
MATCH (:Thing {id: $filter.category})<-[:IN_CATEGORY]-(child:Thing)  // if way.category
WHERE child.sortName IS NOT NULL AND child.id IS NOT NULL AND child:Product|Material AND NOT child:Placeholder|Ended
  AND child.sortName CONTAINS $filter.nameContains  // if filter.nameContains
  AND child.sortCode = $filter.code  // if filter.code
  AND EXISTS { (child)<-[:SUPPLIES]-(:Party)<-[:DESCRIBES]-(:Record {id: $filter.supplier}) }  // if filter.supplier
  AND EXISTS { (child)-[:IN_CATEGORY]->(:Thing {id: $filter.category}) }  // if filter.category
  AND $filter.kind IN labels(child)  // if filter.kind
  AND coalesce(child.discontinued, false) = $filter.discontinued  // if filter.discontinued
  AND coalesce(child.generated, false) = $filter.generated  // if filter.generated

// field: products.probe
// params: filter, way
COUNT { MATCH (_node:Thing) USING TEXT INDEX _node:Thing(sortName) WHERE _node.sortName CONTAINS $filter.nameContains RETURN _node LIMIT $way.limit }

// field: level
// kind: part
// The next level of a neighbourhood: of each node of `level` its nearest `$way.each`, then as many as `$limit` leaves room for.
CALL (level, seen, asOf) {
  UNWIND range(0, size(level) - 1) AS place
  WITH seen, asOf, place, level[place] AS near
  CALL (near, asOf) {
    MATCH (near)-[edge:EDGE_TYPES]-(far)
    WHERE (far.at IS NULL OR far.at <= asOf) AND coalesce(edge.validFrom <= asOf, true) AND coalesce(edge.validTo >= asOf, true)
      AND ($kinds IS NULL OR any(kind IN $kinds WHERE kind IN labels(far)))
    WITH edge, far LIMIT $way.looked
    WITH far, max(coalesce(edge.share, 0.0)) AS strength, count(edge) AS edges
    ORDER BY CASE WHEN far:Party THEN 0 WHEN far:Thing THEN 1 WHEN far:Interaction THEN 2 ELSE 3 END,
             strength DESC, coalesce(far.at, date('0001-01-01')) DESC, far.id
    RETURN collect(far) AS around, sum(edges) >= $way.looked AS over
  }
  WITH place, over, [far IN around WHERE NOT far IN seen] AS fresh
  UNWIND range(0, size(fresh) - 1) AS rank
  WITH fresh[rank] AS far, over, CASE WHEN rank < $way.each THEN place * 100000 + rank END AS spot
  WITH far, max(over) AS over, min(spot) AS spot ORDER BY spot
  RETURN [found IN collect({far: far, spot: spot}) WHERE found.spot IS NOT NULL | found.far] AS next,
         coalesce(max(over), false) OR count(spot) < count(far) AS more
}
WITH asOf, seen, depths, cut OR more OR size(next) > $limit - size(seen) AS cut, next[..$limit - size(seen)] AS level
WITH asOf, seen + level AS seen, depths + [far IN level | this] AS depths, cut, level

// field: neighborhood
// kind: root
// params: id, limit, kinds, way
// returns: Subgraph
// types: edgeTypes
// Level by level; then all edges between the nodes found. A hub's edges are found from the other end.
WITH asOf, COLLECT {
  MATCH (:Record {id: $id})-[:DESCRIBES]->(found) RETURN found
  UNION MATCH (found:Interaction {id: $id}) RETURN found
} AS level
WITH asOf, level, level AS seen, [found IN level | 0] AS depths, false AS cut
@Query.level(1)
@Query.level(2)  // if way.second
@Query.level(3)  // if way.third
CALL (seen, asOf) {
  UNWIND seen AS near
  WITH seen, asOf, near, COUNT { (near)-[:EDGE_TYPES]-() } AS degree
  CALL (seen, near, degree) {
    WITH seen, near WHERE degree <= $way.hub
    MATCH (near)-[edge:EDGE_TYPES]-(far) WHERE far IN seen
    RETURN edge
    UNION
    WITH seen, near WHERE degree > $way.hub
    UNWIND seen AS far
    WITH near, far WHERE COUNT { (far)-[:EDGE_TYPES]-() } > $way.hub
    MATCH (near)-[edge:EDGE_TYPES]-(far)
    RETURN edge
  }
  WITH DISTINCT edge, asOf
  WHERE coalesce(edge.validFrom <= asOf, true) AND coalesce(edge.validTo >= asOf, true)
  WITH edge ORDER BY type(edge), startNode(edge).id, endNode(edge).id, elementId(edge) LIMIT $way.edges
  RETURN collect(edge) AS edges
}
WITH {edges: edges, truncated: cut OR size(edges) = $way.edges, nodes: [place IN range(0, size(seen) - 1) |
  head([found IN [seen[place]] | {node: found, depth: depths[place], edges: edges, degree: COUNT { (found)-[:EDGE_TYPES]-() }}])]} AS child

// field: path
// kind: root
// params: from, to, way
// returns: Path
// types: edgeTypes
// Both ends' surroundings are searched by turns. Ways past hubs are tried only where there is no other.
CALL () {
  MATCH (:Record {id: $from})-[:DESCRIBES]->(start) RETURN start
  UNION MATCH (start:Interaction {id: $from}) RETURN start
}
CALL () {
  MATCH (:Record {id: $to})-[:DESCRIBES]->(finish) RETURN finish
  UNION MATCH (finish:Interaction {id: $to}) RETURN finish
}
OPTIONAL CALL (asOf, start, finish) {
  WITH asOf, start, finish WHERE start = finish
  RETURN [start] AS stops, [] AS steps
  UNION  // if way.hops
  WITH asOf, start, finish WHERE start <> finish  // if way.hops
  MATCH way = shortestPath((start)-[:EDGE_TYPES*HOPS]-(finish))  // if way.hops
  WHERE all(stop IN nodes(way) WHERE (stop.at IS NULL OR stop.at <= asOf) AND (COUNT { (stop)--() } <= $way.hub OR stop = start OR stop = finish))  // if way.hops
    AND all(step IN relationships(way) WHERE coalesce(step.validFrom <= asOf, true) AND coalesce(step.validTo >= asOf, true))  // if way.hops
  RETURN nodes(way) AS stops, relationships(way) AS steps  // if way.hops
}
CALL (asOf, start, finish, stops, steps) {
  WITH * WHERE stops IS NOT NULL RETURN stops AS passed, steps AS taken
  UNION  // if way.hops
  WITH * WHERE stops IS NULL AND start <> finish  // if way.hops
  MATCH way = shortestPath((start)-[:EDGE_TYPES*HOPS]-(finish))  // if way.hops
  WHERE all(stop IN nodes(way) WHERE stop.at IS NULL OR stop.at <= asOf)  // if way.hops
    AND all(step IN relationships(way) WHERE coalesce(step.validFrom <= asOf, true) AND coalesce(step.validTo >= asOf, true))  // if way.hops
  RETURN nodes(way) AS passed, relationships(way) AS taken  // if way.hops
}
WITH {length: size(taken), edges: taken, hubs: [stop IN passed[1..-1] WHERE COUNT { (stop)--() } > $way.hub | stop.id],
  nodes: [place IN range(0, size(passed) - 1) |
    head([found IN [passed[place]] | {node: found, depth: place, edges: taken, degree: COUNT { (found)-[:EDGE_TYPES]-() }}])]} AS child

// field: influence
// kind: roots
// params: first, after, metric
// returns: RankedParty
// label: role Party
// job: influence
// along: child.run, child.kind
// order: child.place:integer
// No two scores of a run and kind share a place. A party that was merged into another since has none of its own any more.
MATCH (child:Score {run: latest, kind: $metric})<-[:SCORED]-(_party:LABEL)
USING INDEX child:Score(run, kind, place, id)
WHERE child.place IS NOT NULL AND child.id IS NOT NULL AND _party.id = child.subject

// field: systemicRisk
// kind: roots
// params: first, after
// returns: RankedParty
// label: role Party
// job: risk
// along: child.run, child.kind
// order: child.place:integer
MATCH (child:Score {run: latest, kind: 'systemicRisk'})<-[:SCORED]-(_party:LABEL)
USING INDEX child:Score(run, kind, place, id)
WHERE child.place IS NOT NULL AND child.id IS NOT NULL AND _party.id = child.subject

// field: runs
// kind: roots
// params: first, after, job
// returns: Run
// order: child.number:integer DESC, child.id
MATCH (child:Run)
WHERE child.number IS NOT NULL AND child.id IS NOT NULL
  AND child.job = $job  // if job
