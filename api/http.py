"""The HTTP service: `/graphql`, GraphiQL, `/livez`, `/readyz` and `/metrics`."""

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Final

import anyio
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.routing import Route

from api.answers import Answers
from api.documents import Registered
from api.endpoint import Endpoint, Patience
from api.gate import Gate
from api.metrics import Metrics
from api.operations import Operations
from api.refusals import bad_request
from api.schema import schema
from api.statements import Ran, SlowLog
from api.tracing import Tracing
from graph.client import Database
from graph.errors import GuanxiError
from graph.schema import pending
from intelligence.assumptions import Assumptions

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
    and `workers` how many requests are answered at once: more only wait for the database longer. `registered` are the
    documents known by their hash. Statements that take `slow_ms` or longer are logged with their plans; 0 logs none.
    `assumptions` are those of what-if; the default ones unless given.
    """

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    token: str | None = None
    assets: Path | None = None
    timeout: float = 10.0
    patience: float = 5.0
    workers: int = 40
    registered: Registered = field(default_factory=Registered)
    slow_ms: int = 1_000
    assumptions: Assumptions | None = None


def create_app(database: Database, settings: HttpSettings) -> FastAPI:
    """Build the service over a database; whoever calls opens and closes the database."""
    # No redirect to a path without its slash: its address would be made of what a proxy says, or be plain HTTP.
    app = FastAPI(title="Guanxi", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    threads = anyio.CapacityLimiter(settings.workers)
    metrics = Metrics(database, lambda: (threads.borrowed_tokens, threads.statistics().tasks_waiting))
    answers = Answers(metrics.answered)
    app.add_middleware(Gate, hosts=settings.hosts, token=settings.token, refuse=answers.refuse)
    app.add_middleware(Tracing, refuse=answers.refuse, ended=metrics.requested)
    _add_health(app, database, metrics, settings)
    endpoint = _endpoint(database, settings, metrics, answers, threads)
    # Not a handler of FastAPI's: what that does around one was a seventh of a view's time in this process.
    app.router.routes.append(Route("/graphql", endpoint, methods=["POST"]))
    _add_graphiql(app, answers, settings)
    _add_errors(app, answers)
    app.state.refused = metrics.refused
    return app


def _endpoint(
    database: Database, settings: HttpSettings, metrics: Metrics, answers: Answers, threads: anyio.CapacityLimiter
) -> Endpoint:
    slow = SlowLog(database, settings.slow_ms)

    def ran(statement: Ran) -> None:
        metrics.ran(statement)
        slow.note(statement)

    operations = Operations(
        schema._schema,
        database,
        settings.timeout,
        registered=settings.registered,
        ran=ran,
        cost=metrics.cost,
        assumptions=settings.assumptions,
    )
    patience = Patience(body=settings.patience, answer=settings.timeout + settings.patience)
    return Endpoint(operations, database.liveness, answers, threads, patience)


def _add_health(app: FastAPI, database: Database, metrics: Metrics, settings: HttpSettings) -> None:
    # Threads of their own: however many requests wait for the database, whoever watches gets an answer.
    threads = anyio.CapacityLimiter(2)
    scrapes = anyio.CapacityLimiter(1)

    @app.get("/livez")
    async def livez() -> Response:
        return PlainTextResponse("ok\n")

    @app.get("/readyz")
    async def readyz() -> Response:
        problem = "the database does not answer"
        with anyio.move_on_after(settings.patience):
            problem = await anyio.to_thread.run_sync(_problem, database, abandon_on_cancel=True, limiter=threads)
        return PlainTextResponse(f"not ready: {problem}\n" if problem else "ready\n", 503 if problem else 200)

    @app.get("/metrics")
    async def page(request: Request) -> Response:
        with anyio.move_on_after(settings.patience) as waiting:
            await anyio.to_thread.run_sync(metrics.refresh, abandon_on_cancel=True, limiter=scrapes)
        text, kind = metrics.page(request.headers.get("accept", ""), fresh=not waiting.cancelled_caught)
        return Response(text, headers={"content-type": kind})


def _problem(database: Database) -> str:
    try:
        missing = pending(database)
    except GuanxiError as error:
        return str(error)
    return f"migrations {', '.join(missing)} are missing" if missing else ""


def _add_graphiql(app: FastAPI, answers: Answers, settings: HttpSettings) -> None:
    assets = settings.assets
    pages = files("api").joinpath("graphiql")
    page = pages.joinpath("index.html").read_text(encoding="utf-8")
    script = pages.joinpath("graphiql.js").read_text(encoding="utf-8")

    @app.get("/graphql")
    async def graphiql(request: Request) -> Response:
        if "query" in request.query_params:
            # Queries in addresses end up in logs and histories.
            return answers.refuse(request.headers, bad_request("send queries by POST"), 405)
        if settings.registered.only:
            return PlainTextResponse("Only registered documents are answered here, so there is no GraphiQL\n", 404)
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


def _add_errors(app: FastAPI, answers: Answers) -> None:
    """Let what is none of our paths look like all other errors."""

    @app.exception_handler(HTTPException)
    async def refused_by_router(request: Request, error: HTTPException) -> Response:
        problem = bad_request(f"{error.detail}: POST queries to /graphql")
        return answers.refuse(request.headers, problem, error.status_code)
