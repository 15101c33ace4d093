// Indexes of these names that belong to no constraint: what is left where Neo4j died while it made one.
// params: names
// returns: name
// mode: read
SHOW INDEXES YIELD name, owningConstraint
WHERE name IN $names AND owningConstraint IS NULL
RETURN name
