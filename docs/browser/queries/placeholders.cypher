// Placeholders waiting for their row
// What some row names though its own row has not been loaded, and what waits for it.
// Reads: each placeholder with what names it. Many from one table: that table has not been loaded.
MATCH (record:Record&Placeholder)
WITH record ORDER BY record.source, record.table, record.key LIMIT 50
OPTIONAL MATCH stands = (record)-[:DESCRIBES]->(described)
OPTIONAL MATCH named = (described)--(:Party|Thing|Interaction)
RETURN record, stands, named LIMIT 400
