"""The HTTP service: `/graphql`, GraphiQL, `/livez` and `/readyz`."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.limits import MAX_BODY, refused
from api.operations import Answer, Operations, read_request, refusal
from api.schema import schema
from graph.client import Database
from graph.errors import GuanxiError
from graph.schema import pending

_JSON = "application/json"
_GRAPHQL_JSON = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the service is exposed.

    `hosts` are the values accepted in `Host` (`*` for any); `token` is the bearer token that callers must show, None
    on loopback; `assets` is the folder of GraphiQL's files, None where they could not be had; `timeout` is the seconds
    that a statement may take.
    """

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    token: str | None = None
    assets: Path | None = None
    timeout: float = 10.0


def create_app(database: Database, settings: HttpSettings) -> FastAPI:
    """Build the service over a database; whoever calls opens and closes the database."""
    app = FastAPI(title="Guanxi", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    if settings.token is not None:
        app.middleware("http")(_token_check(settings.token))
    _add_health(app, database)
    _add_graphql(app, Operations(schema._schema, database, settings.timeout))
    _add_graphiql(app, settings.assets)
    return app


def _add_health(app: FastAPI, database: Database) -> None:
    @app.get("/livez")
    def livez() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    @app.get("/readyz")
    def readyz() -> PlainTextResponse:
        try:
            missing = pending(database)
        except GuanxiError as error:
            return PlainTextResponse(f"not ready: {error}\n", status_code=503)
        if missing:
            return PlainTextResponse(f"not ready: migrations {', '.join(missing)} are missing\n", status_code=503)
        return PlainTextResponse("ready\n")


def _add_graphql(app: FastAPI, operations: Operations) -> None:
    @app.post("/graphql")
    async def graphql(request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != _JSON:
            return _response(request, refusal(_bad("send the request as application/json")), status=415)
        body = await _read(request)
        if body is None:
            too_large = refused(f"the body is larger than {MAX_BODY // 1024} KiB")
            return _response(request, refusal(too_large), status=413)
        try:
            wanted = read_request(orjson.loads(body))
        except orjson.JSONDecodeError:
            return _response(request, refusal(_bad("the body is not JSON")), status=400)
        except GraphQLError as error:
            return _response(request, refusal(error), status=400)
        return _response(request, await run_in_threadpool(operations.answer, wanted))


def _add_graphiql(app: FastAPI, assets: Path | None) -> None:
    pages = files("api").joinpath("graphiql")
    page = pages.joinpath("index.html").read_text(encoding="utf-8")
    script = pages.joinpath("graphiql.js").read_text(encoding="utf-8")

    @app.get("/graphql")
    def graphiql() -> Response:
        if assets is None:
            return PlainTextResponse("GraphiQL's files are not installed here; POST queries to /graphql\n", 503)
        return HTMLResponse(page)

    @app.get("/graphiql.js")
    def own_script() -> Response:
        return Response(script, media_type="text/javascript")

    @app.get("/")
    def index() -> Response:
        return Response(status_code=307, headers={"location": "/graphql"})

    if assets is not None:
        app.mount("/graphiql", StaticFiles(directory=assets), name="graphiql")


def _token_check(token: str) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    expected = f"Bearer {token}".encode()

    async def check(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        open_to_all = request.url.path in {"/livez", "/readyz"}
        given = request.headers.get("authorization", "").encode()
        if not open_to_all and not hmac.compare_digest(given, expected):
            denied = GraphQLError(
                "send the token of GUANXI_API_TOKEN as a bearer", extensions={"code": "UNAUTHENTICATED"}
            )
            return _response(request, refusal(denied), status=401)
        return await call_next(request)

    return check


async def _read(request: Request) -> bytes | None:
    """The body, or None where it is too large; no more of it than that is ever held."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MAX_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _response(request: Request, answer: Answer, status: int | None = None) -> Response:
    """Answer in the media type asked for (GraphQL over HTTP): only the newer one tells refusals by status."""
    newer = _GRAPHQL_JSON in request.headers.get("accept", "")
    if status is None:
        status = 400 if newer and not answer.executed else 200
    return Response(orjson.dumps(answer.body), status, media_type=_GRAPHQL_JSON if newer else _JSON)


def _bad(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})
