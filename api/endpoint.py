"""`POST /graphql`: a request is read within bounds and answered in a thread."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import anyio
import orjson
from fastapi import Request as HttpRequest
from fastapi import Response
from graphql import GraphQLError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from api.answers import JSON, Answers, Encoded
from api.operations import Operations
from api.refusals import bad_request, refused
from api.requests import Request, read_request, refuse_twins
from api.waiting import Waiting
from graph.errors import TimeoutExceededError, UnavailableError
from graph.liveness import Liveness

MAX_BODY: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a body may take to arrive, and an answer to be there."""

    body: float
    answer: float


class Endpoint:
    """Answers requests in `threads`, as long as the database gives signs of life."""

    def __init__(
        self,
        operations: Operations,
        liveness: Liveness,
        answers: Answers,
        threads: anyio.CapacityLimiter,
        patience: Patience,
    ) -> None:
        self._operations = operations
        self._liveness = liveness
        self._answers = answers
        self._threads = threads
        self._patience = patience
        self._waiting = Waiting()
        liveness.on_loss(self._waiting.give_up)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as an application of its own: it needs nothing of what FastAPI does for a handler."""
        response = await self._respond(HttpRequest(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: HttpRequest) -> Response:
        """Answer a request, or say why not."""
        try:
            wanted = await self._read(request)
        except _RefusedError as refusal:
            return self._answers.refuse(request.headers, refusal.error, refusal.status)
        # A connection that has gone silent would hold the thread far longer than a statement may take.
        answer = await self._waiting.patiently(
            self._patience.answer,
            lambda: anyio.to_thread.run_sync(self._answer, wanted, abandon_on_cancel=True, limiter=self._threads),
        )
        if answer is not None:
            return self._answers.give(request.headers, answer)
        if away := self._liveness.away:
            return self._answers.refuse(request.headers, _raised(UnavailableError(away)), 503)
        late = TimeoutExceededError("the answer took longer than it may; ask for less")
        return self._answers.refuse(request.headers, _raised(late), 504)

    def _answer(self, wanted: Request) -> Encoded:
        return Encoded.of(self._operations.answer(wanted))

    async def _read(self, request: HttpRequest) -> Request:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
            raise _RefusedError(bad_request("send the request as application/json"), 415)
        if request.headers.get("content-encoding", "identity") != "identity":
            raise _RefusedError(bad_request("send the body as it is, not packed"), 415)
        with anyio.move_on_after(self._patience.body) as waiting:
            body = await _body(request)
        if waiting.cancelled_caught:
            raise _RefusedError(bad_request("the body took too long to arrive"), 408)
        if body is None:
            raise _RefusedError(refused(f"the body is larger than {MAX_BODY // 1024} KiB"), 413)
        try:
            wanted = read_request(orjson.loads(body))
            refuse_twins(body)
        except orjson.JSONDecodeError:
            raise _RefusedError(
                bad_request("the body is not JSON in UTF-8, or has a number that is too large"), 400
            ) from None
        except GraphQLError as error:
            raise _RefusedError(error, 400) from None
        return wanted


class _RefusedError(Exception):
    """A request that is not even read to its end."""

    def __init__(self, error: GraphQLError, status: int) -> None:
        super().__init__()
        self.error = error
        self.status = status


async def _body(request: HttpRequest) -> bytes | None:
    """The body, or None where it is too large; no more of it than that is ever held."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MAX_BODY:
        return None
    body = bytearray()
    with suppress(ClientDisconnect):  # then nobody reads the answer
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                return None
    return bytes(body)


def _raised(error: Exception) -> GraphQLError:
    return GraphQLError("", original_error=error)
