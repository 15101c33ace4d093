"""Reading ahead: the next batch is read, mapped, cleaned and converted while Neo4j writes the one before."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

_WAIT = 0.1
"""Seconds after which it is looked again whether the reading thread has seen that nobody wants more."""


@contextmanager
def read_ahead(items: Generator[T, None, None]) -> Iterator[Iterator[T]]:
    """The items of a generator, read ahead by a thread; at most three are in memory.

    What reading raises is raised where the item it spoilt would have come. `items` runs in the thread from its start
    to its end, and both end with the context.
    """
    reader = _Reader(items)
    try:
        yield reader.items()
    finally:
        reader.stop()


class _Reader(Generic[T]):
    """The thread, and what it has read."""

    def __init__(self, items: Generator[T, None, None]) -> None:
        self._items = items
        self._read: Queue[tuple[T] | BaseException | None] = Queue(maxsize=1)
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="reading ahead", daemon=True)
        self._thread.start()

    def items(self) -> Iterator[T]:
        while (found := self._read.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found[0]

    def stop(self) -> None:
        self._stopped.set()
        while self._thread.is_alive():
            try:
                self._read.get_nowait()  # room, where the thread waits for some
            except Empty:
                self._thread.join(_WAIT)

    def _run(self) -> None:
        try:
            for item in self._items:
                if self._stopped.is_set():
                    break
                self._read.put((item,))
            self._items.close()
        except BaseException as error:
            self._read.put(error)
        else:
            self._read.put(None)
