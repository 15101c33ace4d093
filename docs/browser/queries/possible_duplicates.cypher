// Possible duplicates
// Parties that stand apart, though they share a postal code and the first letters of their names.
// Reads: each party with the records that describe it. Equal `code` and like `name` in the table are a pair; that
// is a hint to look, and proves nothing: `guanxi resolve` decides.
MATCH (party:Party)
WHERE party.postalCode IS NOT NULL AND party.sortName IS NOT NULL
WITH party.postalCode AS code, left(party.sortName, 4) AS name, collect(party) AS alike
WHERE size(alike) > 1
UNWIND alike AS party
MATCH made = (party)<-[:DESCRIBES]-(:Record)
RETURN made, code, party.name AS name LIMIT 200
