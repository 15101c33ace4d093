"""Whether Neo4j answers: asked again and again beside the work, so that requests fail at once while it does not.

A server that is gone refuses connections, and a caller is told soon. One that hangs takes them and says nothing: every
caller would wait for its own time-out, and its thread with it. So one asks for all: `Liveness` sends a small statement
over a connection of its own; where no answer comes, and no other statement was answered meanwhile either, the database
counts as away until one is.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from graph.errors import GuanxiError, UnavailableError

_OUTSTANDING: Final = 3
"""Probes that may wait at once: one hangs with its connection, others try new ones."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two probes, and those that an answer may take."""

    interval: float = 1.0
    patience: float = 3.0


class Liveness:
    """What the last probe found. Thread-safe; without `watched` nothing is probed, and the database counts as there."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._lock = threading.Lock()
        self._loss: tuple[Callable[[], None], ...] = ()
        self._away = ""
        self._answered = time.monotonic()
        self._waiting = 0
        self._hurry = threading.Event()

    @property
    def away(self) -> str:
        """Why the database counts as away; empty while it answers."""
        return self._away

    def check(self) -> None:
        """Raise UnavailableError while the database is away."""
        if self._away:
            raise UnavailableError(self._away)

    def answered(self) -> None:
        """Note that a statement was answered, were it with an error of the caller's."""
        self._answered = time.monotonic()
        self._away = ""

    def suspect(self) -> None:
        """Note that a statement could not be sent: probe at once."""
        self._hurry.set()

    def on_loss(self, act: Callable[[], None]) -> None:
        """Have `act` called, in a thread of ours, whenever the database gets lost."""
        with self._lock:
            self._loss = (*self._loss, act)

    @contextmanager
    def watched(self, probe: Callable[[], None], pace: Pace) -> Iterator[None]:
        """Probe until the block ends. `probe` returns where the database answered, and raises a GuanxiError else."""
        ended = threading.Event()
        thread = threading.Thread(target=self._watch, args=(probe, pace, ended), name="liveness", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            self._hurry.set()
            thread.join()
            self._away = ""

    def _watch(self, probe: Callable[[], None], pace: Pace, ended: threading.Event) -> None:
        while not ended.is_set():
            self._ask(probe, pace.patience)
            self._hurry.wait(pace.interval)
            if self._hurry.is_set() and not ended.is_set():
                self._hurry.clear()
                ended.wait(pace.interval / 10)  # many callers may be in a hurry

    def _ask(self, probe: Callable[[], None], patience: float) -> None:
        """Start one probe and wait for it; the threads of those that hang end with their connections."""
        done = threading.Event()
        started = time.monotonic()
        with self._lock:
            if self._waiting < _OUTSTANDING:
                self._waiting += 1
                threading.Thread(target=self._probe, args=(probe, done), name="probe", daemon=True).start()
        if not done.wait(patience) and self._answered < started:
            self._lose(f"Neo4j at {self._uri} has not answered for {patience:.0f} s; is it running? (`guanxi doctor`)")

    def _probe(self, probe: Callable[[], None], done: threading.Event) -> None:
        started = time.monotonic()
        try:
            probe()
        except GuanxiError as error:
            if self._answered < started:
                self._lose(str(error))
        else:
            self.answered()
        finally:
            with self._lock:
                self._waiting -= 1
            done.set()

    def _lose(self, why: str) -> None:
        with self._lock:
            new, self._away = not self._away, why
            acts = self._loss if new else ()
        for act in acts:
            with suppress(RuntimeError):  # a loop that has just ended wants to know nothing any more
                act()
