// field: manager
// kind: one
// returns: Party
// order: child.id
MATCH (this)-[:REPORTS_TO]->(child:Party)

// field: team
// kind: connection
// params: first, after
// returns: Party
// order: child.sortName, child.id
MATCH (this)<-[:REPORTS_TO]-(child:Employee) WHERE true

// field: serves
// kind: connection
// params: first, after
// returns: Party
// order: child.sortName, child.id
MATCH (this)-[:SERVES]->(child:Party) WHERE NOT child:Placeholder

// field: orders
// kind: connection
// params: first, after
// returns: Order
// order: child.at:date DESC, child.id
MATCH (this)<-[:ASSIGNED_TO]-(child:Order) WHERE child.at <= asOf

// field: complaints
// kind: connection
// params: first, after
// returns: Complaint
// order: child.at:date DESC, child.id
MATCH (this)<-[:ASSIGNED_TO]-(child:Complaint) WHERE child.at <= asOf

// field: trainings
// kind: connection
// params: first, after
// returns: Training
// order: child.at:date DESC, child.id
MATCH (this)-[:ATTENDED]->(child:Training) WHERE child.at <= asOf

// field: reviews
// kind: connection
// params: first, after
// returns: Review
// order: child.at:date DESC, child.id
MATCH (this)<-[:ABOUT]-(child:Review) WHERE child.at <= asOf
