// field: placeholder
this:Placeholder

// field: generated
coalesce(this.generated, false)

// field: records
// kind: list
// returns: Record
// order: child.source, child.table, child.key
MATCH (child:Record)-[:DESCRIBES]->(this)
