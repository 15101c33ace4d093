"""Who may ask at all: the `Host` that a request names, and the token that it shows."""

import hmac
from collections.abc import Callable

from graphql import GraphQLError
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = frozenset({"/livez", "/readyz"})
"""Paths that need no token: what watches the service has none."""


class Gate:
    """Lets requests in that name one of our hosts and, where there is a token, show it.

    A page of another site could otherwise reach a service on loopback by a name of its own (DNS rebinding).
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: tuple[str, ...],
        token: str | None,
        refuse: Callable[[Headers, GraphQLError, int], Response],
    ) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._token = f"Bearer {token}".encode() if token is not None else None
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 400 or 401."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_ours(headers.getlist("host")):
            error = GraphQLError("this service does not go by the name in Host", extensions={"code": "BAD_HOST"})
            await self._refuse(headers, error, 400)(scope, receive, send)
        elif scope["path"] not in OPEN and not self._shows_token(headers):
            error = GraphQLError(
                "send the token of GUANXI_API_TOKEN as a bearer", extensions={"code": "UNAUTHENTICATED"}
            )
            answer = self._refuse(headers, error, 401)
            answer.headers["www-authenticate"] = "Bearer"
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_ours(self, named: list[str]) -> bool:
        return "*" in self._hosts or (len(named) == 1 and _name(named[0]) in self._hosts)

    def _shows_token(self, headers: Headers) -> bool:
        given = headers.get("authorization", "").encode("latin-1")
        return self._token is None or hmac.compare_digest(given, self._token)


def _name(host: str) -> str:
    """The name in a `Host`, without its port: `[::1]:8000` → `[::1]`."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()
