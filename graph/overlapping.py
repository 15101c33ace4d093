"""Transactions in order, each of which begins while the one before it commits.

A commit keeps one of Neo4j's threads and its disk busy, and no one else: a third of the time of a load. What the next
transaction does meanwhile waits, by Neo4j's own locks, for nothing but what both touch. It is committed only once the
one before it is, so that a graph never holds a later part of a load without an earlier one.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar

from graph.client import OPEN_ERRORS, Database, Transaction

S = TypeVar("S")
Work = Callable[[Transaction, S], S]
"""What a transaction does: from the state before it to the state after. It has no other effect."""


@dataclass(frozen=True, slots=True)
class _Pending(Generic[S]):
    work: Work[S]
    before: S
    commit: "Future[None]"


class Overlapping(Generic[S]):
    """Runs works in order on a state that each may change. Use it in a `with`, whose end waits for the last commit.

    Whatever goes wrong while two overlap is undone and done again one after the other, as `Database.write` does it: in
    order, and with its errors.
    """

    def __init__(self, database: Database, state: S) -> None:
        self._database = database
        self.state = state
        self._pending: _Pending[S] | None = None
        self._commits = ThreadPoolExecutor(1, thread_name_prefix="committing")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.settle()
        finally:
            self._commits.shutdown()

    def run(self, work: Work[S], *, overlap: bool) -> S:
        """Run the next work; returns the state after it, which is not committed before the next call or `settle`.

        A work that may `overlap` must end with a lock that the one before it has too, as `count_change` does: Neo4j
        then sees where the two wait for each other.
        """
        if not overlap:
            return self._alone(work)
        begun = None
        try:
            begun = self._database.begin()
            after = work(begun.transaction, self.state)
        except OPEN_ERRORS:
            if begun:
                begun.close()
            return self._alone(work, again=True)
        except BaseException:
            if begun:
                begun.close()
            raise
        if self._failed():
            begun.close()  # it holds locks that the other needs to be done again
            return self._alone(work, again=True)
        self._pending = _Pending(work, self.state, self._commits.submit(begun.commit))
        self.state = after
        return after

    def settle(self) -> S:
        """Wait until all is committed, and return the state after it."""
        if pending := self._failed():
            self._pending = None
            self.state = self._database.write(lambda tx: pending.work(tx, pending.before), again=True)
        return self.state

    def _alone(self, work: Work[S], *, again: bool = False) -> S:
        before = self.settle()
        self.state = self._database.write(lambda tx: work(tx, before), again=again)
        return self.state

    def _failed(self) -> _Pending[S] | None:
        """Wait for the commit that is under way; what it was of, if it failed in a way that `Database.write` mends."""
        if self._pending is not None:
            try:
                self._pending.commit.result()
            except OPEN_ERRORS:
                return self._pending
        self._pending = None
        return None
