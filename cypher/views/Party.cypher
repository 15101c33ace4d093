// field: roles
[_label IN ['Customer', 'Supplier', 'Employee', 'Partner', 'Investor'] WHERE _label IN labels(this) | toUpper(_label)]

// field: nature
head([_label IN ['Person', 'Organization'] WHERE _label IN labels(this) | toUpper(_label)])

// field: placeholder
this:Placeholder

// field: generated
coalesce(this.generated, false)

// field: asOf
asOf

// field: records
// kind: list
// returns: Record
// order: child.source, child.table, child.key
MATCH (child:Record)-[:DESCRIBES]->(this)

// field: customer
// kind: same
// returns: CustomerFacet
this:Customer

// field: supplier
// kind: same
// returns: SupplierFacet
this:Supplier

// field: employee
// kind: same
// returns: EmployeeFacet
this:Employee
