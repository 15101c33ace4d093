// Runs of a job that never finished, or were withdrawn. Whoever holds the job's lock knows that nobody writes them.
// params: job
// returns: id
// mode: read
MATCH (run:Run {job: $job}) WHERE run.number IS NULL
RETURN run.id AS id
