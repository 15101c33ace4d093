"""Tests; the package must exist, or `tests/graph/` would shadow `graph`."""
