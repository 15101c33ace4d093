"""What is measured, each as a process of its own on one Neo4j."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from app.embedded import Connection
from app.settings import Settings
from benchmarks.api.views import GUANXI, PEER, Facts, facts, peer_facts

PROJECT = Path(__file__).parents[2]
PEER_FILES = Path(__file__).with_name("peer")
NODE = 20
"""The oldest Node.js that @neo4j/graphql 7 supports."""


Request = Callable[[str], list[str | None]]
"""A party's id to method, path and body."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to start, how to ask it for a view, and how to read its answer."""

    name: str
    command: list[str]
    environment: dict[str, str]
    port: int
    request: Request
    read: Callable[[dict[str, Any]], Facts]


@dataclass(frozen=True, slots=True)
class Server:
    """A running program."""

    program: Program
    process: psutil.Process

    @property
    def name(self) -> str:
        """What the table calls it."""
        return self.program.name

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return self.program.port

    def request(self, party: str) -> list[str | None]:
        """Method, path and body that ask for a view."""
        return self.program.request(party)

    def read(self, answer: dict[str, Any]) -> Facts:
        """The values of an answer; RuntimeError for one with errors."""
        if "errors" in answer:
            raise RuntimeError(f"{self.name} answers with {answer['errors']}")
        return self.program.read(answer)

    def ask(self, party: str) -> tuple[dict[str, Any], int]:
        """One answer, and its size in bytes."""
        method, path, body = self.request(party)
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            body.encode() if body else None,
            {"content-type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            raw = answer.read()
        return json.loads(raw), len(raw)


@contextmanager
def guanxi(settings: Settings, party: str) -> Iterator[Server]:
    """`guanxi up`, as a user runs it."""
    port = _free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
    environment = own | {
        "GUANXI_HOME": str(settings.home),
        "GUANXI_CACHE": str(settings.cache),
        "GUANXI_PORT": str(port),
        "GUANXI_BOLT_PORT": "0",
        "GUANXI_HTTP_PORT": "0",
    }
    command = [sys.executable, "-m", "app.cli", "up"]
    with _running(
        Program("guanxi", command, environment, port, _graphql(GUANXI), facts), settings.home, party
    ) as found:
        yield found


@contextmanager
def bare(settings: Settings, connection: Connection, party: str) -> Iterator[Server]:
    """FastAPI, one statement written by hand, orjson."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.api.bare", str(port)]
    program = Program("bare driver", command, _environment(connection), port, _view, facts)
    with _running(program, settings.home, party) as found:
        yield found


@contextmanager
def peer(settings: Settings, connection: Connection, party: str) -> Iterator[Server]:
    """@neo4j/graphql; LookupError where it cannot be had."""
    folder = install_peer(settings.cache)
    port = _free_port()
    command = ["node", str(folder / "server.mjs"), str(port)]
    environment = _environment(connection) | {"NODE_ENV": "production"}
    program = Program("@neo4j/graphql", command, environment, port, _graphql(PEER), peer_facts)
    with _running(program, settings.home, party) as found:
        yield found


@contextmanager
def ceiling(size: int) -> Iterator[int]:
    """The server that does nothing, for the load's own ceiling; yields its port."""
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.api.ceiling", str(port), str(size)], cwd=PROJECT)
    try:
        _await(lambda: _connects(port), process, "the ceiling's server")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def install_peer(cache: Path) -> Path:
    """Have npm install the peer below the cache; returns its folder. LookupError says why it cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise LookupError("there is no Node.js here")
    version = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < NODE:
        raise LookupError(f"it needs Node.js {NODE} or newer, and this is {version}")
    folder = cache / "benchmark-peer"
    folder.mkdir(parents=True, exist_ok=True)
    for file in PEER_FILES.iterdir():
        if file.is_file():
            shutil.copyfile(file, folder / file.name)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LookupError(f"npm cannot install it: {done.stderr.strip()}")
    return folder


@contextmanager
def _running(program: Program, logs: Path, party: str) -> Iterator[Server]:
    """Run a program until the block ends; it answers when the block begins."""
    log = logs / f"benchmark-{program.port}.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(program.command, env=program.environment, cwd=PROJECT, stdout=output, stderr=output)
    server = Server(program, psutil.Process(process.pid))
    try:
        _await(lambda: _answers(server, party), process, f"{program.name} (see {log})")
        yield server
    finally:
        process.terminate()
        process.wait(60)


def _graphql(query: str) -> Request:
    def request(party: str) -> list[str | None]:
        return ["POST", "/graphql", json.dumps({"query": query, "variables": {"id": party}})]

    return request


def _view(party: str) -> list[str | None]:
    return ["GET", f"/view/{party}", None]


def _environment(connection: Connection) -> dict[str, str]:
    return dict(os.environ) | {"NEO4J_URI": connection.uri, "NEO4J_PASSWORD": connection.password}


def _answers(server: Server, party: str) -> bool:
    """Whether a server gives the view; Neo4j's first plan of it may take longer than a statement may."""
    try:
        answer = server.ask(party)[0]
    except (urllib.error.URLError, ConnectionError):
        return False
    return "TIMEOUT" not in str(answer.get("errors")) and bool(server.read(answer))


def _connects(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _await(condition: Callable[[], bool], process: "subprocess.Popen[bytes]", what: str) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{what} does not answer")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
