// A customer's complaints
// The complaints that a customer raised, the orders and products they are about, and who handles them.
// :param source => 'crm'
// :param key => 'ALFKI'
// Reads: customer → complaints → orders, products, employee. `closedAt` is empty while a complaint is open.
MATCH (:Record {source: $source, key: $key})-[:DESCRIBES]->(customer:Customer)
MATCH raised = (customer)-[:RAISED]->(complaint:Complaint)
OPTIONAL MATCH about = (complaint)-[:ABOUT|ASSIGNED_TO]->()
RETURN raised, about ORDER BY complaint.at DESC, complaint.id LIMIT 200
