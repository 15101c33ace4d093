"""The HTTP service: `/graphql`, GraphiQL, `/livez` and `/readyz`."""

from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import anyio
import orjson
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from graphql import GraphQLError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.gate import Gate
from api.operations import Answer, Operations, read_request, refusal
from api.refusals import bad_request, refused
from api.schema import schema
from graph.client import Database
from graph.errors import GuanxiError, TimeoutExceededError
from graph.schema import pending

MAX_BODY: Final = 64 * 1024
_JSON: Final = "application/json"
_GRAPHQL_JSON: Final = "application/graphql-response+json"
_PAGE_HEADERS: Final = {
    # GraphiQL's style and editor make styles and workers of their own; nothing comes from elsewhere.
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the service is exposed.

    `hosts` are the values accepted in `Host` (`*` for any); `token` is the bearer token that callers must show, None
    on loopback; `assets` is the folder of GraphiQL's files, None where they could not be had; `timeout` is the seconds
    that a statement may take, `patience` those that a body may take to arrive and an answer beyond its statements,
    and `workers` how many requests are answered at once: more only wait for the database longer.
    """

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    token: str | None = None
    assets: Path | None = None
    timeout: float = 10.0
    patience: float = 5.0
    workers: int = 40


def create_app(database: Database, settings: HttpSettings) -> FastAPI:
    """Build the service over a database; whoever calls opens and closes the database."""
    app = FastAPI(title="Guanxi", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, hosts=settings.hosts, token=settings.token, refuse=_refusal)
    _add_health(app, database, settings)
    _add_graphql(app, Operations(schema._schema, database, settings.timeout), settings)
    _add_graphiql(app, settings.assets)
    _add_errors(app)
    return app


def _add_health(app: FastAPI, database: Database, settings: HttpSettings) -> None:
    # Threads of its own: however many requests wait for the database, whoever watches gets an answer.
    threads = anyio.CapacityLimiter(2)

    @app.get("/livez")
    async def livez() -> Response:
        return PlainTextResponse("ok\n")

    @app.get("/readyz")
    async def readyz() -> Response:
        problem = "the database does not answer"
        with anyio.move_on_after(settings.patience):
            problem = await anyio.to_thread.run_sync(_problem, database, abandon_on_cancel=True, limiter=threads)
        return PlainTextResponse(f"not ready: {problem}\n" if problem else "ready\n", 503 if problem else 200)


def _problem(database: Database) -> str:
    try:
        missing = pending(database)
    except GuanxiError as error:
        return str(error)
    return f"migrations {', '.join(missing)} are missing" if missing else ""


def _add_graphql(app: FastAPI, operations: Operations, settings: HttpSettings) -> None:
    threads = anyio.CapacityLimiter(settings.workers)

    @app.post("/graphql")
    async def graphql(request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != _JSON:
            return _refusal(request.headers, bad_request("send the request as application/json"), 415)
        with anyio.move_on_after(settings.patience) as waiting:
            body = await _read(request)
        if waiting.cancelled_caught:
            return _refusal(request.headers, bad_request("the body took too long to arrive"), 408)
        if body is None:
            return _refusal(request.headers, refused(f"the body is larger than {MAX_BODY // 1024} KiB"), 413)
        try:
            wanted = read_request(orjson.loads(body))
        except orjson.JSONDecodeError:
            return _refusal(request.headers, bad_request("the body is not JSON in UTF-8"), 400)
        except GraphQLError as error:
            return _refusal(request.headers, error, 400)
        answer = None
        # A connection that has gone silent would hold the thread far longer than a statement may take.
        with anyio.move_on_after(settings.timeout + settings.patience):
            answer = await anyio.to_thread.run_sync(operations.answer, wanted, abandon_on_cancel=True, limiter=threads)
        return _response(request.headers, answer or refusal(_too_slow()), 200 if answer else 504)


def _add_graphiql(app: FastAPI, assets: Path | None) -> None:
    pages = files("api").joinpath("graphiql")
    page = pages.joinpath("index.html").read_text(encoding="utf-8")
    script = pages.joinpath("graphiql.js").read_text(encoding="utf-8")

    @app.get("/graphql")
    async def graphiql(request: Request) -> Response:
        if "query" in request.query_params:
            # Queries in addresses end up in logs and histories.
            return _refusal(request.headers, bad_request("send queries by POST"), 405)
        if assets is None:
            return PlainTextResponse("GraphiQL's files are not installed here; POST queries to /graphql\n", 503)
        return HTMLResponse(page, headers=_PAGE_HEADERS)

    @app.get("/graphiql.js")
    async def own_script() -> Response:
        return Response(script, media_type="text/javascript")

    @app.get("/")
    async def index() -> Response:
        return Response(status_code=307, headers={"location": "/graphql"})

    if assets is not None:
        app.mount("/graphiql", StaticFiles(directory=assets), name="graphiql")


def _add_errors(app: FastAPI) -> None:
    """Let what is none of our paths look like all other errors."""

    @app.exception_handler(HTTPException)
    async def refused_by_router(request: Request, error: HTTPException) -> Response:
        return _refusal(request.headers, bad_request(f"{error.detail}: POST queries to /graphql"), error.status_code)


async def _read(request: Request) -> bytes | None:
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


def _response(headers: Headers, answer: Answer, status: int = 200) -> Response:
    """Answer in the media type asked for (GraphQL over HTTP): only the newer one tells refusals by status."""
    newer = _GRAPHQL_JSON in headers.get("accept", "")
    if newer and status == 200 and not answer.executed:
        status = 400
    return Response(orjson.dumps(answer.body), status, media_type=_GRAPHQL_JSON if newer else _JSON)


def _refusal(headers: Headers, error: GraphQLError, status: int) -> Response:
    return _response(headers, refusal(error), status)


def _too_slow() -> GraphQLError:
    return GraphQLError("", original_error=TimeoutExceededError("the answer took longer than it may; ask for less"))
