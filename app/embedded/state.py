"""What the supervisor tells everybody else: one small JSON file, written whole, by the supervisor alone."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import psutil

from app.embedded.files import read_json, write_whole
from app.embedded.layout import Layout

CREATED_TOLERANCE: Final = 2.0  # seconds; the kernel's clock moves a little against the wall clock


class Phase(StrEnum):
    """Where the server stands."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"


@dataclass(frozen=True)
class Process:
    """A process, told from a later one with the same pid by the time of its creation."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> Process:
        """Return the identity of a process that exists now."""
        return cls(pid, psutil.Process(pid).create_time())

    def find(self) -> psutil.Process | None:
        """Return the process while it lives; a zombie does not."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < CREATED_TOLERANCE
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None

    @property
    def alive(self) -> bool:
        """Whether it lives."""
        return self.find() is not None

    def terminate(self) -> None:
        """Ask it to end (SIGTERM)."""
        with suppress(psutil.NoSuchProcess):
            if process := self.find():
                process.terminate()

    def kill(self) -> None:
        """End it at once (SIGKILL)."""
        with suppress(psutil.NoSuchProcess):
            if process := self.find():
                process.kill()


@dataclass(frozen=True)
class State:
    """The supervisor's account of itself."""

    phase: Phase
    supervisor: Process
    jvm: Process | None
    bolt_port: int
    http_port: int
    since: float
    reason: str = ""


def write(layout: Layout, state: State) -> None:
    """Publish a state."""
    write_whole(layout.state, json.dumps(dataclasses.asdict(state)))


def read(layout: Layout) -> State | None:
    """Return the state that was published last, by a supervisor that may be gone."""
    raw = read_json(layout.state)
    if raw is None:
        return None
    try:
        raw["phase"] = Phase(raw["phase"])
        raw["supervisor"] = Process(**raw["supervisor"])
        raw["jvm"] = Process(**raw["jvm"]) if raw["jvm"] else None
        return State(**raw)
    except (KeyError, TypeError, ValueError):  # written by another version of Guanxi
        return None


def current(layout: Layout) -> State | None:
    """Return the state of the supervisor that lives now, if any."""
    state = read(layout)
    return state if state and state.supervisor.alive else None
