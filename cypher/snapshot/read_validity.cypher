// Whether any edge was ever said to hold from some day or to some day: then another day may show other edges.
// params: -
// returns: known
// mode: read
CALL db.propertyKeys() YIELD propertyKey
WHERE propertyKey IN ['validFrom', 'validTo']
RETURN count(*) > 0 AS known
