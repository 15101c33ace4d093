"""The `guanxi` command as a user runs it: a process of its own, in a home of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from app.settings import load_settings

PROJECT = Path(__file__).parents[2]
PATIENCE = 600.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Guanxi:
    """A home, the ports that its commands use, and those commands."""

    home: Path
    port: int = field(default_factory=free_port)
    started: list["subprocess.Popen[Any]"] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
        ports = {"GUANXI_PORT": str(self.port), "GUANXI_BOLT_PORT": "0", "GUANXI_HTTP_PORT": "0"}
        small = {"GUANXI_HEAP_MB": "1024", "GUANXI_PAGE_CACHE_MB": "256"}
        # The cache stays where it is, also for a user whose home folder is empty: 180 MB, once for all tests.
        return own | ports | small | {"GUANXI_HOME": str(self.home), "GUANXI_CACHE": str(load_settings().cache)}

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command to its end; its exit code must be `code`. Returns what it printed as its result."""
        done = subprocess.run(
            self._command(arguments),
            env=self.environment,
            cwd=PROJECT,
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == code, f"guanxi {' '.join(arguments)} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command that stays; its progress is in `<home>/<command>.err`."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / f"{arguments[0]}.err").open("w") as errors:
            process = subprocess.Popen(
                self._command(arguments),
                env=self.environment,
                cwd=PROJECT,
                text=True,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self.started.append(process)
        return process

    def progress(self, command: str) -> str:
        """What a started command has told so far."""
        return (self.home / f"{command}.err").read_text()

    def graphql(self, query: str) -> dict[str, Any]:
        """Ask the API."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps({"query": query}).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        assert "errors" not in found, found["errors"]
        return dict(found["data"])

    def servers(self) -> list[psutil.Process]:
        """JVMs that run on this home."""
        return [process for process in _processes() if process.name() == "java" and self._concerns(process)]

    def await_no_server(self) -> None:
        await_true(lambda: not self.servers(), "the JVM is still there")

    def end(self) -> None:
        """End whatever a test left, by its own means first."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.run("down")
        self.await_no_server()

    def _concerns(self, process: psutil.Process) -> bool:
        # The JVM's arguments are in a file below the home, which its command line names.
        return any(str(self.home) in argument for argument in process.cmdline())

    @staticmethod
    def _command(arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "app.cli", *arguments]


def _processes() -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE:
                process.cmdline()
                yield process
        except psutil.Error:
            continue


def await_true(condition: Callable[[], bool], otherwise: str, seconds: float = PATIENCE) -> None:
    """Wait for a condition; fail with `otherwise` when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def interrupt(process: "subprocess.Popen[Any]", *, group: bool = False) -> int:
    """Press Ctrl-C, which a terminal sends to the whole process group, and return the exit code."""
    if group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    return process.wait(60)
