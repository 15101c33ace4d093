"""GraphQL about scores, runs and what-if."""
