// Who else could supply it
// The products of a supplier, and the other suppliers that offer them.
// :param source => 'srm'
// :param key => '14'
// Reads: a product that only this supplier's edge reaches has no second source here.
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(supplier:Supplier)
MATCH own = (supplier)-[:SUPPLIES]->(product:Thing)
OPTIONAL MATCH other = (product)<-[:SUPPLIES]-(alternative:Supplier)
WHERE alternative <> supplier
RETURN own, other
