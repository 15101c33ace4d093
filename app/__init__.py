"""Composition root: settings, wiring, the command line, and the embedded Neo4j."""
