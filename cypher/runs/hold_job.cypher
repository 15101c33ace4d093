// Take the lock that lets one run of a job at a time write its scores; it lasts as long as the transaction.
// params: job
// returns: -
// mode: write
MERGE (lock:Lock {name: 'run ' + $job})
SET lock:Lock
