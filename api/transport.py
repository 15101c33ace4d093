"""What a connection may cost before its request is there.

uvicorn bounds neither the time nor the size of a request's head, and no middleware sees a connection before its head is
whole. `BoundedProtocol` does: a head that is slow or large, a reader that does not read, and more connections than may
be are ended, each with an answer where one can still be given.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Final

import orjson
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_SHUTDOWN_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on connections.

    `head_bytes` and `headers` bound a request line with its headers, `head_seconds` the time until it is whole;
    `idle_seconds` are those between two requests of a connection, `write_seconds` those in which a client must take
    what was written for it; `connections` may be open at once, and `pipelined` requests wait in each.
    """

    head_bytes: int = 16 * 1024
    headers: int = 100
    head_seconds: float = 5.0
    idle_seconds: int = 30
    write_seconds: float = 60.0
    connections: int = 500
    pipelined: int = 16


@dataclass(frozen=True, slots=True)
class _Refusal:
    status: int
    code: str
    message: str


_BAD: Final = _Refusal(400, "BAD_REQUEST", "this is not HTTP")
_SLOW: Final = _Refusal(408, "BAD_REQUEST", "the request's headers took too long to arrive")
_LARGE: Final = _Refusal(431, "LIMIT_EXCEEDED", "the request line and its headers are too large; send less")
_PIPELINED: Final = _Refusal(400, "LIMIT_EXCEEDED", "too many requests wait in this connection; read answers first")
_FULL: Final = _Refusal(503, "OVERLOADED", "too many connections are open; try again")


class _RefusedError(Exception):
    """Leaves the parser; the reason is the protocol's `_refusal`."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with `limits`; see `server_config`.

    `waiting` are the connections in which no request runs, the oldest first.
    """

    limits: ClassVar[Limits] = Limits()
    waiting: ClassVar[dict["BoundedProtocol", None]] = {}

    _deadline: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None
    _in_head = False
    _received = 0
    _size = 0
    _refusal = _BAD
    _running: RequestResponseCycle | None = None

    def note(self, status: int) -> None:
        """Be told the status of each connection that is refused here."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many, one that has waited longest for a request makes room."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            oldest = next(iter(self.waiting), None)
            if oldest is None:
                self._refuse(_FULL)
                return
            oldest._end(_FULL)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, and the requests that wait in it; uvicorn tells only the last of them."""
        self._end_wait()
        self._cancel_write()
        self.pipeline.clear()
        if self._running is not None:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came; count what belongs to a head that is not whole yet."""
        if self.transport.is_closing():
            return
        before = self._deadline
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and before is not None and self._deadline is before:
            self._received += len(data)
            if self._received > self.limits.head_bytes:
                self._refuse(_LARGE)
        elif self._deadline is None and not self._answers():
            self._await_head()  # a body that is answered already, or empty lines: neither may go on for ever

    def on_message_begin(self) -> None:
        """Start to read a head."""
        super().on_message_begin()
        self._in_head = True
        self._received = self._size = 0
        if self._deadline is None:
            self._await_head()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self._grow(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._grow(len(name) + len(value) + 4)
        if len(self.headers) >= self.limits.headers:
            self._leave(_LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand a request over."""
        self._in_head = False
        self._end_wait()
        if len(self.pipeline) >= self.limits.pipelined:
            self._leave(_PIPELINED)
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Go on with the next request, if one is there."""
        super().on_response_complete()
        if self.timeout_keep_alive_task is not None:
            self.waiting[self] = None

    def pause_writing(self) -> None:
        """Give a client that does not read some time, and end it then."""
        super().pause_writing()
        self._cancel_write()
        self._writing = self.loop.call_later(self.limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that it reads."""
        self._cancel_write()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's text, for ours
        """Answer what cannot be parsed, or may not go on."""
        self._refuse(self._refusal)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > self.limits.head_bytes:
            self._leave(_LARGE)

    def _leave(self, refusal: _Refusal) -> None:
        self._refusal = refusal
        raise _RefusedError

    def _await_head(self) -> None:
        if not self._answers():
            self.waiting.setdefault(self, None)
        self._deadline = self.loop.call_later(self.limits.head_seconds, self._give_up)

    def _end_wait(self) -> None:
        self.waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if self._answers():
            self._deadline = self.loop.call_later(self.limits.head_seconds, self._give_up)
        else:
            self._end(_SLOW)

    def _answers(self) -> bool:
        """Whether an answer is on its way."""
        return self.cycle is not None and not self.cycle.response_complete

    def _end(self, refusal: _Refusal) -> None:
        if self._in_head:
            self._refuse(refusal)
        else:
            self._end_wait()
            self.transport.close()  # nothing was asked, so there is nothing to answer

    def _cancel_write(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def _refuse(self, refusal: _Refusal) -> None:
        self._end_wait()
        self._unset_keepalive_if_required()
        if not self.transport.is_closing():
            self.note(refusal.status)
            self.transport.write(_answer(refusal))
            self.transport.close()


def _answer(refusal: _Refusal) -> bytes:
    error = {"message": refusal.message, "extensions": {"code": refusal.code}}
    body = orjson.dumps({"errors": [error]})
    head = (
        f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


def server_config(app: FastAPI, limits: Limits, **options: Any) -> uvicorn.Config:
    """How uvicorn serves the API within limits; `options` are uvicorn's own, such as `host` and `port`."""
    own: dict[str, Any] = {"limits": limits, "waiting": {}, "note": lambda _, status: app.state.refused(status)}
    return uvicorn.Config(
        app,
        http=type("Protocol", (BoundedProtocol,), own),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # nobody asks who is behind a proxy
        server_header=False,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        **options,
    )
