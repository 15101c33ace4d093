// Reporting lines
// Everyone, under whom they report to.
// Reads: follow REPORTS_TO up to the top.
MATCH line = (:Employee)-[:REPORTS_TO]->(:Employee)
RETURN line LIMIT 300
