// One node for each name of a lock, so that two processes meet at the same.
// params: -
// returns: -
// mode: write
CREATE CONSTRAINT lock_name IF NOT EXISTS FOR (n:Lock) REQUIRE n.name IS UNIQUE
