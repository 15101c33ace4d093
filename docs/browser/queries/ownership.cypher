// Ownership and groups
// Who owns whom, directly or through others, down from every owner that nobody owns.
// Reads: follow OWNS from the investors down; `share` stands on each edge. Suppliers under one owner may fail together.
MATCH tree = (owner:Party)-[:OWNS]->{1,6}(:Party)
WHERE NOT EXISTS { (:Party)-[:OWNS]->(owner) }
RETURN tree LIMIT 300
