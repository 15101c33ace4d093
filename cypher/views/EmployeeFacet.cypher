// field: tags
coalesce(this.tags, [])

// field: manager
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[_reports:REPORTS_TO]->(child:Party) WHERE @Edge.holds(_reports)

// field: team
// kind: connection
// params: first, after
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[_reports:REPORTS_TO]-(child:Employee) WHERE @Edge.holds(_reports)

// field: serves
// kind: connection
// params: first, after
// returns: Party
// order: child.sortName, child.id
MATCH (this)-[_serves:SERVES]->(child:Party) WHERE NOT child:Placeholder|Ended AND @Edge.holds(_serves)

// field: orders
// kind: connection
// params: first, after, from, to
// returns: Order
// order: child.at:date DESC, child.id
MATCH (this)<-[:ASSIGNED_TO]-(child:Order)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: purchaseOrders
// kind: connection
// params: first, after, from, to
// returns: PurchaseOrder
// order: child.at:date DESC, child.id
MATCH (this)<-[:ASSIGNED_TO]-(child:PurchaseOrder)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: complaints
// kind: connection
// params: first, after, from, to, open
// returns: Complaint
// order: child.at:date DESC, child.id
MATCH (this)<-[:ASSIGNED_TO]-(child:Complaint)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to
  AND (child.closedAt IS NULL OR child.closedAt > asOf) = $open  // if open

// field: trainings
// kind: connection
// params: first, after, from, to
// returns: Training
// order: child.at:date DESC, child.id
MATCH (this)-[:ATTENDED]->(child:Training)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: reviews
// kind: connection
// params: first, after, from, to
// returns: Review
// order: child.at:date DESC, child.id
MATCH (this)<-[:ABOUT]-(child:Review)
WHERE child.at <= asOf
  AND child.at >= $from  // if from
  AND child.at <= $to  // if to

// field: cases
// kind: node
// returns: ComplaintSummary
head(COLLECT {
  MATCH (this)<-[:ASSIGNED_TO]-(_complaint:Complaint) WHERE _complaint.at <= asOf
  @Complaint.summary(_complaint)
})

// field: performance
// kind: node
// returns: Figure
// The mean score of reviews of the employee that an employee wrote.
head(COLLECT {
  MATCH (this)<-[:ABOUT]-(_review:Review)<-[:WROTE]-(:Employee) WHERE _review.at <= asOf
  WITH DISTINCT _review
  RETURN @Review.mean(_review)
})

// field: regard
// kind: node
// returns: Figure
// The mean score of reviews of the employee that customers, suppliers or partners wrote.
head(COLLECT {
  MATCH (this)<-[:ABOUT]-(_review:Review)<-[:WROTE]-(_writer:Party)
  WHERE _review.at <= asOf AND NOT _writer:Employee
  WITH DISTINCT _review
  RETURN @Review.mean(_review)
})

// field: satisfaction
// kind: node
// returns: Figure
// The mean score of reviews that the employee wrote about nobody and nothing in particular: of the place of work.
head(COLLECT {
  MATCH (this)-[:WROTE]->(_review:Review) WHERE _review.at <= asOf AND NOT EXISTS { (_review)-[:ABOUT]->() }
  WITH DISTINCT _review
  RETURN @Review.mean(_review)
})

// field: keyPerson
// kind: one
// returns: Score
// order: child.id
MATCH (this)-[:SCORED]->(child:Score {kind: 'keyPerson'})-[:OF]->(:Latest) WHERE child.subject = this.id
