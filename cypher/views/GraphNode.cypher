// field: id
// A party has the id of its oldest record.
CASE WHEN 'Record' IN labels(this.node) THEN 'record:' ELSE '' END + this.node.id

// field: kind
head([_label IN ['Customer', 'Supplier', 'Employee', 'Partner', 'Investor', 'Record'] WHERE _label IN labels(this.node)] +
  [_label IN labels(this.node) WHERE NOT _label IN ['Party', 'Thing', 'Interaction', 'Placeholder', 'Ended', 'Person', 'Organization']])

// field: category
head([_label IN ['Party', 'Thing', 'Interaction', 'Record'] WHERE _label IN labels(this.node) | toUpper(_label)])

// field: name
coalesce(this.node.name, this.node.title, this.node.subject, this.node.number, this.node.topic, this.node.key)

// field: at
this.node.at

// field: leftOut
this.degree - size([_edge IN this.edges WHERE startNode(_edge) = this.node OR endNode(_edge) = this.node])

// field: facts
// kind: facts
properties(this.node)

// field: party
// kind: node
// returns: Party
CASE WHEN 'Party' IN labels(this.node) THEN this.node END

// field: product
// kind: node
// returns: Product
CASE WHEN 'Product' IN labels(this.node) OR 'Material' IN labels(this.node) THEN this.node END
