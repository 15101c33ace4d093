"""From an answer to its HTTP response, in the media type that was asked for; each is counted by its code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

import orjson
from fastapi import Response
from graphql import GraphQLError
from starlette.datastructures import Headers

from api.operations import Answer, refusal

JSON: Final = "application/json"
_GRAPHQL_JSON: Final = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class Encoded:
    """An answer as it is sent; `code` is its first error's, or OK."""

    content: bytes
    code: str
    executed: bool

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Encode an answer, best in the thread that made it: its objects are still in that processor's cache."""
        errors: Any = answer.body.get("errors")
        return cls(orjson.dumps(answer.body), errors[0]["extensions"]["code"] if errors else "OK", answer.executed)


class Answers:
    """The one place where GraphQL answers leave, refusals of all kinds included. `count` is given each one's code."""

    def __init__(self, count: Callable[[str], None]) -> None:
        self._count = count

    def give(self, headers: Headers, answer: Encoded, status: int = 200) -> Response:
        """Answer a request; only the newer media type tells refusals by status (GraphQL over HTTP)."""
        self._count(answer.code)
        newer = _GRAPHQL_JSON in headers.get("accept", "")
        if newer and status == 200 and not answer.executed:
            status = 400
        return Response(answer.content, status, media_type=_GRAPHQL_JSON if newer else JSON)

    def refuse(self, headers: Headers, error: GraphQLError, status: int) -> Response:
        """Answer a request that is not run."""
        return self.give(headers, Encoded.of(refusal(error)), status)
