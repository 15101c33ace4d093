"""GraphQL over HTTP: types and queries by domain, limits, and the executor that makes one statement of a root field."""
