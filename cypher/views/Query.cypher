// field: asOf
// The newest day on which something occurred, never later than the clock's.
CALL () {
  MATCH (n:Order) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:PurchaseOrder) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Delivery) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Inspection) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Invoice) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Payment) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Complaint) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Contract) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Review) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Training) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
  UNION ALL MATCH (n:Contact) WHERE n.at <= date() RETURN n.at AS at ORDER BY at DESC LIMIT 1
}
WITH coalesce(max(at), date()) AS asOf

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
// tells: tells
MATCH (_record:Record {key: $key, source: $source})-[:DESCRIBES]->(child:Party)
WHERE $table IS NULL OR _record.table = $table
WITH asOf, child, 'table ' + reduce(_text = '', _table IN collect(DISTINCT _record.table) | _text + ' ' + _table) AS tells

// field: parties
// kind: roots
// params: first, after, filter
// returns: Party
// label: role Party
// order: child.sortName, child.id
MATCH (child:LABEL)
WHERE NOT child:Placeholder
  AND ($filter.country IS NULL OR child.country = $filter.country)
  AND ($filter.city IS NULL OR child.city = $filter.city)
  AND ($filter.nameContains IS NULL OR child.sortName CONTAINS $filter.nameContains)
  AND ($filter.generated IS NULL OR coalesce(child.generated, false) = $filter.generated)
