// The run of a job that readers go by, and whether its values stand on the nodes too.
// params: job
// returns: id, asOf, kinds, copied
// mode: read
MATCH (run:Latest {job: $job})
RETURN run.id AS id, run.asOf AS asOf, run.kinds AS kinds, run.copied AS copied
