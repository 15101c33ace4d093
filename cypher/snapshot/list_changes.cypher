// What changed after one version of the graph: for each version since, the ids of the records, parties, things and
// interactions concerned, 16 bytes each. Changes that are no longer kept are missing.
// params: after
// returns: version, touched
// mode: read
MATCH (c:Change) WHERE c.version > $after
RETURN c.version AS version, c.touched AS touched
ORDER BY version
