"""Questions that are worked out from a snapshot rather than read by a statement."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLongError
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from graph.client import Database
from graph.errors import TimeoutExceededError
from intelligence.assumptions import Assumptions

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

T = TypeVar("T")

_AT_ONCE: Final = 2
"""Answers worked out at once: more would only share the same cores."""


class Questions:
    """Answers questions over snapshots that are kept from one request to the next. Thread-safe.

    Work has threads of its own, few of them, so that however many ask, requests that only read are answered. A
    question that takes longer than `timeout` seconds is given up by the one who asked; what it has built of the
    snapshot stays, so that asking again goes on from there.
    """

    def __init__(self, database: Database, assumptions: Assumptions, timeout: float) -> None:
        from graph.snapshot import Projection, Snapshots  # noqa: PLC0415 - see api.intelligence

        self.assumptions = assumptions
        self._projection = Projection
        self._snapshots = Snapshots(database)
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="questions")

    def ask(self, work: "Callable[[Snapshot, Assumptions], T]", as_of: date | None = None) -> T:
        """What `work` makes of the graph as of a day.

        Raises TimeoutExceededError where that takes too long, and whatever reading and `work` raise.
        """

        def answer() -> T:
            shown = self._projection(as_of=as_of, window_days=self.assumptions.window_days)
            return work(self._snapshots.get(shown), self.assumptions)

        future = self._threads.submit(contextvars.copy_context().run, answer)
        try:
            return future.result(self._timeout)
        except TookTooLongError:
            future.cancel()
            raise TimeoutExceededError(
                f"working this out took longer than {self._timeout:g} s; the first question after a change reads the "
                "graph anew: ask again in a moment, or ask for less"
            ) from None
