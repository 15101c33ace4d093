"""A request's id, on every line of the log and in the answer; its time and its end."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Final

import structlog
from graphql import GraphQLError
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "x-request-id"
_SANE: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Tracing:
    """Gives each request an id: the caller's in `X-Request-ID` where it is a plain one, else a new one.

    It is bound as `request` in structlog's context, from where the log, errors and Neo4j's transactions have it. What
    no handler has caught ends here, masked: uvicorn would log it with its message.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[Headers, GraphQLError, int], Response],
        ended: Callable[[str, int, float], None],
    ) -> None:
        self._app = app
        self._refuse = refuse
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, under its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request = request_id(headers.getlist(HEADER))
        started = time.perf_counter()
        status = 0

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER.encode(), request.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request):
            try:
                await self._app(scope, receive, marked)
            except Exception as error:
                answer = self._refuse(headers, GraphQLError("internal error", original_error=error), 500)
                if not status:  # else uvicorn ends what has begun
                    await answer(scope, receive, marked)
            finally:
                self._ended(scope["path"], status, time.perf_counter() - started)


def request_id(given: list[str]) -> str:
    """The id that a caller gave, if it is one of up to 64 plain characters, or a new one."""
    return given[0] if len(given) == 1 and _SANE.fullmatch(given[0]) else uuid.uuid4().hex
