"""Pure algorithms: arrays and frames in, arrays and frames out; no database is known here."""
