// Take the lock that lets one process at a time change the schema; it lasts as long as the transaction.
// params: -
// returns: -
// mode: write
MERGE (lock:Lock {name: 'schema'})
SET lock:Lock
