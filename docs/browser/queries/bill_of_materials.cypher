// Bill of materials
// All that goes into a product, level by level, and who supplies each part.
// :param source => 'adventureworks'
// :param key => '750'
// Reads: follow COMPONENT_OF up to the product; `quantity` stands on each edge. A part with one supplier that many
// assemblies need deserves a second source. The demo trades in finished goods: load examples/adventureworks for this.
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(product:Thing)
MATCH built = (part:Thing)-[:COMPONENT_OF]->{1,10}(product)
OPTIONAL MATCH supply = (part)<-[:SUPPLIES]-(:Supplier)
RETURN built, supply LIMIT 400
