"""The only door to Neo4j: client, model, repositories."""
