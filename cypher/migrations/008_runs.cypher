// Runs and their scores: a ranking is a stretch of one index, and runs stand in the order in which they finished.
CREATE INDEX score_place IF NOT EXISTS FOR (n:Score) ON (n.run, n.kind, n.place, n.id);
CREATE INDEX run_number IF NOT EXISTS FOR (n:Run) ON (n.number, n.id);
CREATE INDEX run_job IF NOT EXISTS FOR (n:Run) ON (n.job, n.number, n.id);
