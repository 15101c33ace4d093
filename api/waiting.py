"""Requests that wait for the database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

T = TypeVar("T")


class Waiting:
    """Lets requests wait for so long, and all of them give up when the database is lost.

    Those that are in a connection which has gone silent would wait for their own time-out, and others for their turn
    behind them.
    """

    def __init__(self) -> None:
        self._scopes: set[anyio.CancelScope] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def patiently(self, seconds: float, work: Callable[[], Awaitable[T]]) -> T | None:
        """What `work` comes to; None where it takes longer, or the database is lost meanwhile."""
        self._loop = asyncio.get_running_loop()
        with anyio.move_on_after(seconds) as scope:
            self._scopes.add(scope)
            try:
                return await work()
            finally:
                self._scopes.discard(scope)
        return None

    def give_up(self) -> None:
        """End all blocks, from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        for scope in self._scopes:
            scope.cancel()
