"""The API as a process: in the foreground, detached, and ended."""

import dataclasses
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from api.documents import Registered
from api.http import HttpSettings, create_app
from api.registered import read_folder
from api.schema import schema
from api.transport import Limits, server_config
from app import embedded
from app.embedded import Connection, Progress
from app.embedded.files import read_json, write_whole
from app.embedded.state import Process
from app.settings import Settings
from graph.client import Database
from graph.errors import GuanxiError, ServerError, UsageError
from intelligence.assumptions import load_assumptions

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_POLL = 0.05
_STOP_SECONDS = 30.0
_YOUNG = 50_000
"""Objects made since the last look for cycles that cause the next."""


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: its process, and where it answers; None while it is still loading."""

    process: Process
    url: str | None


@contextmanager
def claimed(settings: Settings) -> Iterator[None]:
    """Be the one service of this home, so that `guanxi down` finds it, also while it is still loading.

    Raises UsageError for a bind that is not safe or a home that has a service, ServerError for a taken port.
    """
    if service := running(settings):
        where = service.url or f"process {service.process.pid}, still starting"
        raise UsageError(f"this home has a service already ({where}); `guanxi down` ends it")
    require_port(settings)
    load_assumptions(settings.assumptions)
    _registered(settings)  # what is wrong there is better told before Neo4j starts
    _publish(settings, None)
    try:
        yield
    finally:
        _state(settings).unlink(missing_ok=True)


def serve(settings: Settings, database: Database, progress: Progress, ready: Callable[[str], None]) -> None:
    """Serve the API until SIGINT or SIGTERM. `ready` is called with its address once it answers."""
    application = create_app(database, _http_settings(settings, progress))
    config = server_config(application, Limits(), host=settings.host, port=settings.port)

    def announce(port: int) -> None:
        _settle()
        url = f"http://{_shown(settings.host)}:{port}"
        ready(url)
        _publish(settings, url)

    with database.watched():
        _Server(config, announce).run()


def _settle() -> None:
    """Have Python look for cycles seldom, and never through what stands for good, such as the schema.

    An answer is thousands of objects, none of them in a cycle, which would have all of it looked through again and
    again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG)


class _Server(uvicorn.Server):
    """uvicorn, but it says when it answers, and a signal is the normal way to end it."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[int], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce(self.servers[0].sockets[0].getsockname()[1])

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        former = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)


def running(settings: Settings) -> Service | None:
    """The API of this home, while it runs."""
    raw = read_json(_state(settings))
    if not isinstance(raw, dict):
        return None
    service = Service(Process(**raw["process"]), raw["url"])
    return service if service.process.alive else None


def detach(settings: Settings, command: list[str], tell: Callable[[str], None]) -> str:
    """Run a `guanxi` command that serves in a process of its own, and return what it says once it answers.

    `tell` is called with each line of its progress. Raises GuanxiError where it ends instead.
    """
    logs = settings.home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    result, log = logs / "service.out", logs / "service.log"
    with result.open("wb") as output, log.open("wb") as errors, log.open(encoding="utf-8", errors="replace") as reader:
        process = subprocess.Popen(  # noqa: S603 - the command is ours
            [sys.executable, "-m", "app.cli", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            cwd=Path(__file__).parents[1],
            start_new_session=True,
        )
        last = ""
        while process.poll() is None:
            service = running(settings)
            if service and service.process.pid == process.pid and service.url:
                return result.read_text(encoding="utf-8")
            for line in reader:
                last = line.rstrip()
                tell(last)
            _wait(process)
        last = next((line.rstrip() for line in reversed(reader.readlines())), last)
    raise GuanxiError(f"the service did not start: {last.removeprefix('Error: ') or 'it said nothing'} (see {log})")


def _wait(process: "subprocess.Popen[bytes]") -> None:
    """Wait a moment; whoever interrupts the wait ends the process too."""
    try:
        time.sleep(_POLL)
    except BaseException:
        process.terminate()
        raise


def end(settings: Settings, progress: Progress) -> bool:
    """End the API of this home and wait until its Neo4j is gone too; returns whether anything ran."""
    service = running(settings)
    if service:
        service.process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        while service.process.alive and time.monotonic() < deadline:
            progress("Stopping the API", 0, 0)
            time.sleep(_POLL)
        service.process.kill()
        _state(settings).unlink(missing_ok=True)
    if not settings.embedded:
        return service is not None
    return embedded.stop(settings, progress=progress) or service is not None


def browser_url(connection: Connection) -> str | None:
    """Address of the Neo4j Browser, where it is ours."""
    return f"{connection.http_url}/browser/" if connection.http_url else None


def require_port(settings: Settings) -> None:
    """Raise UsageError for a bind that is not safe, ServerError for a port that is taken."""
    if settings.host not in LOOPBACK and settings.token is None:
        raise UsageError(
            f"GUANXI_HOST={settings.host} is open to others; set GUANXI_API_TOKEN_FILE or GUANXI_API_TOKEN, which they"
            " must then show, or bind to 127.0.0.1"
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServerError(
                f"port {settings.port} on {settings.host} cannot be had ({error.strerror});"
                " stop what uses it (`guanxi down`?), or set GUANXI_PORT to another"
            ) from error


def _publish(settings: Settings, url: str | None) -> None:
    path = _state(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(dataclasses.asdict(Service(Process.of(os.getpid()), url))))


def _http_settings(settings: Settings, progress: Progress) -> HttpSettings:
    try:
        assets = embedded.graphiql_assets(settings.cache, progress)
    except GuanxiError:
        assets = None  # a machine without a network still serves the API; the page says what is missing
    hosts = ("127.0.0.1", "localhost", "[::1]") if settings.host in LOOPBACK else ("*",)
    return HttpSettings(
        hosts=hosts,
        token=settings.token,
        assets=assets,
        registered=_registered(settings),
        slow_ms=settings.slow_ms,
        assumptions=load_assumptions(settings.assumptions),
    )


def _registered(settings: Settings) -> Registered:
    if settings.documents is None:
        return Registered()
    found = read_folder(settings.documents, schema._schema)
    return Registered({one.sha256: one.text for one in found}, only=settings.only_documents)


def _state(settings: Settings) -> Path:
    return settings.home / "run" / "api.json"


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
