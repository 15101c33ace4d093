// Write the values and labels that were derived from the records of each party.
// params: rows
// returns: -
// mode: write
UNWIND $rows AS row
MATCH (entity:Party {id: row.id})
REMOVE entity:$(row.lost)
SET entity:$(row.labels), entity += row.properties
