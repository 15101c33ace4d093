"""Every query that Guanxi sends to Neo4j, one statement per file, and the catalog that reads them.

`cypher/<domain>/<verb_noun>.cypher` holds a whole statement under a header; `cypher/views/<Type>.cypher` holds
the fragments that a GraphQL selection composes; `cypher/migrations/` holds the schema. Values travel as
parameters only.
"""

from cypher.catalog import Query, query, query_names
from cypher.fragment import Fragment, fragments, split, view_names
from cypher.migration import Migration, migrations

__all__ = [
    "Fragment",
    "Migration",
    "Query",
    "fragments",
    "migrations",
    "query",
    "query_names",
    "split",
    "view_names",
]
