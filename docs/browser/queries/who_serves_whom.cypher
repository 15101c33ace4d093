// Who serves whom
// Employees, whom they report to, and the parties that they look after.
// :param country => 'DE'
// Reads: one star for each employee. A large star is a person whom many relationships hang on.
MATCH serves = (employee:Employee)-[:SERVES]->(party:Party)
WHERE party.country = $country
OPTIONAL MATCH reports = (employee)-[:REPORTS_TO]->(:Employee)
RETURN serves, reports LIMIT 300
