"""Watching processes, and commands that hold a lease."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from app.embedded import Connection
from app.embedded.probe import Probe

HOLDER = "tests.app.embedded.holder"
ROOT = Path(__file__).parents[3]
SOON = 20.0
START = 240.0


def until(condition, what, seconds=SOON):
    """Poll a condition until it holds; return what it returned."""
    deadline = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.02)


def processes_of(settings):
    """Pids of all JVMs and supervisors of a home."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        named = any(str(settings.home) in argument for argument in process.info["cmdline"] or ())
        holder = HOLDER in (process.info["cmdline"] or ())
        if named and not holder and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.info["pid"])
    return found


def gone(settings):
    """Wait until nothing of a home runs any more."""
    until(lambda: not processes_of(settings), f"all processes of {settings.home} gone")


def query(connection: Connection, statement: str):
    """Run a statement over HTTP and return the rows."""
    bolt, http = urlsplit(connection.uri).port, urlsplit(connection.http_url).port
    status, body = Probe(bolt, http, connection.password).query(statement)
    assert status == 202, body
    return body["data"]["values"]


class Holder:
    """A process that holds a lease until it is told to let go, or killed."""

    def __init__(self, settings, *, linger=True):
        described = {
            "home": str(settings.home),
            "cache": str(settings.cache),
            "bolt_port": settings.bolt_port,
            "http_port": settings.http_port,
            "heap_mb": settings.heap_mb,
            "page_cache_mb": settings.page_cache_mb,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", HOLDER, json.dumps(described), str(int(linger))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def ready(self):
        """Wait for the server and return the JVM's pid."""
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return int(line)

    def signal(self, number):
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        self.process.communicate(timeout=SOON)

    def close(self):
        """End it whatever it does."""
        if self.process.poll() is None:
            self.signal(signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
