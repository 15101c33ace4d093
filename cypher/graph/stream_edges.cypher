// All edges between parties, things, interactions and records, but for those that say what a record describes.
// params: -
// returns: type, properties, origin, target, records
// mode: read
MATCH (origin:Party|Thing|Interaction|Record)-[e:!DESCRIBES]->(target:Party|Thing|Interaction|Record)
RETURN type(e) AS type, properties(e) AS properties, origin.id AS origin, target.id AS target, origin:Record AS records
