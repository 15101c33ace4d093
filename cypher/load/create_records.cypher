// Create records of one kind that are not there, not even as placeholders, each with what it describes.
// params: rows, labels
// returns: -
// mode: write
UNWIND $rows AS row
CREATE (r:Record)-[:DESCRIBES]->(entity:$($labels))
SET r = row.record, entity = row.entity
