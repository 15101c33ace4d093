// field: id
coalesce(this.id, elementId(this))

// field: type
type(this)

// field: start
CASE WHEN 'Record' IN labels(startNode(this)) THEN 'record:' ELSE '' END + startNode(this).id

// field: end
CASE WHEN 'Record' IN labels(endNode(this)) THEN 'record:' ELSE '' END + endNode(this).id

// field: facts
// kind: facts
properties(this)
