"""From an answer to its HTTP response, in the media type that was asked for; each is counted by its code."""

from collections.abc import Callable
from typing import Final

import orjson
from fastapi import Response
from graphql import GraphQLError
from starlette.datastructures import Headers

from api.operations import Answer, refusal

JSON: Final = "application/json"
_GRAPHQL_JSON: Final = "application/graphql-response+json"


class Answers:
    """The one place where GraphQL answers leave, refusals of all kinds included. `count` is given each one's code."""

    def __init__(self, count: Callable[[str], None]) -> None:
        self._count = count

    def give(self, headers: Headers, answer: Answer, status: int = 200) -> Response:
        """Answer a request; only the newer media type tells refusals by status (GraphQL over HTTP)."""
        errors = answer.body.get("errors")
        self._count(errors[0]["extensions"]["code"] if errors else "OK")
        newer = _GRAPHQL_JSON in headers.get("accept", "")
        if newer and status == 200 and not answer.executed:
            status = 400
        return Response(orjson.dumps(answer.body), status, media_type=_GRAPHQL_JSON if newer else JSON)

    def refuse(self, headers: Headers, error: GraphQLError, status: int) -> Response:
        """Answer a request that is not run."""
        return self.give(headers, refusal(error), status)
