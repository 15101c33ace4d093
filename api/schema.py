"""The GraphQL schema, and its SDL in `api/schema.graphql`.

`python -m api.schema` writes the SDL, `--check` compares it with the schema.
"""

import sys
from pathlib import Path

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.executor import OneStatementExecutor
from api.goods.queries import ProductQuery
from api.intelligence.queries import IntelligenceQuery
from api.party.queries import PartyQuery
from api.surroundings.queries import SurroundingsQuery

SDL = Path(__file__).with_name("schema.graphql")


@strawberry.type
class Query(PartyQuery, ProductQuery, SurroundingsQuery, IntelligenceQuery):
    """All root fields."""


schema = strawberry.Schema(
    query=Query,
    execution_context_class=OneStatementExecutor,
    config=StrawberryConfig(disable_field_suggestions=False),
)


def main(arguments: list[str]) -> int:
    """Write or check the SDL; returns the exit code."""
    text = schema.as_str() + "\n"
    if arguments == ["--check"]:
        if SDL.is_file() and SDL.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write("api/schema.graphql is not the schema's SDL; run `python -m api.schema` and commit it\n")
        return 1
    SDL.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
