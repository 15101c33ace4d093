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

// field: partner
// kind: same
// returns: PartnerFacet
this:Partner

// field: investor
// kind: same
// returns: InvestorFacet
this:Investor

// field: ended
this:Ended

// field: balances
// kind: list
// returns: Balance
// order: child.currency
WITH COLLECT {
    MATCH (this)<-[:ISSUED_TO]-(_invoice:Invoice) WHERE _invoice.at <= asOf @Invoice.ageing(_invoice)
    RETURN child
  } AS _owed,
  COLLECT {
    MATCH (this)<-[:ISSUED_BY]-(_invoice:Invoice) WHERE _invoice.at <= asOf @Invoice.ageing(_invoice)
    RETURN child
  } AS _owing
UNWIND _owed + _owing AS _any
WITH DISTINCT _any.currency AS _currency, _owed, _owing
WITH _currency, _owed, _owing, {currency: _currency, open: 0, notDue: 0, upTo30: 0, upTo60: 0, upTo90: 0, over90: 0,
  invoices: 0, unknown: 0} AS _none
WITH {currency: _currency, receivable: coalesce(head([_one IN _owed WHERE _one.currency = _currency]), _none),
  payable: coalesce(head([_one IN _owing WHERE _one.currency = _currency]), _none)} AS child

// field: owns
// kind: connection
// params: first, after
// returns: Holding
// order: endNode(child).sortName, endNode(child).id, elementId(child)
MATCH (this)-[child:OWNS]->(:Party) WHERE @Edge.holds(child)

// field: ownedBy
// kind: connection
// params: first, after
// returns: Holding
// order: startNode(child).sortName, startNode(child).id, elementId(child)
MATCH (this)<-[child:OWNS]-(:Party) WHERE @Edge.holds(child)

// field: partners
// kind: connection
// params: first, after
// returns: Party
// order: child.sortName, child.id
// Whichever of the two says so.
MATCH (this)-[_tie:PARTNER_OF]-(child:Party) WHERE NOT child:Placeholder|Ended AND child <> this AND @Edge.holds(_tie)

// field: contacts
// kind: connection
// params: first, after, from, to
// returns: Contact
// order: child.at:date DESC, child.id
MATCH (this)-[:TOOK_PART]->(child:Contact)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: scores
// kind: list
// params: kind, history
// returns: Score
// order: child.kind, child.id DESC
// Ids begin with the moment at which the run began.
MATCH (this)-[:SCORED]->(child:Score)-[:OF]->(_run:Run)
WHERE _run.number IS NOT NULL AND ($history OR (_run:Latest AND child.subject = this.id))
  AND child.kind = $kind  // if kind
