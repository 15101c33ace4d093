// field: placeholder
this:Placeholder

// field: generated
coalesce(this.generated, false)

// field: kind
head([_label IN ['Product', 'Material'] WHERE _label IN labels(this)])

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, this.currency]

// field: records
// kind: list
// returns: Record
// order: child.source, child.table, child.key
MATCH (child:Record)-[:DESCRIBES]->(this)

// field: categories
// kind: list
// returns: Category
// order: child.sortName, child.id
MATCH (this)-[:IN_CATEGORY]->(child:Category)

// field: suppliers
// kind: connection
// params: first, after
// returns: Supply
// order: startNode(child).sortName, startNode(child).id, elementId(child)
MATCH (this)<-[child:SUPPLIES]-(:Party) WHERE true
