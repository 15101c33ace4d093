"""Reading ahead: the next batch is read, mapped and cleaned while Neo4j writes the one before."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

_WAIT = 0.1
"""Seconds after which it is looked again whether the reading thread has seen that nobody wants more."""


@contextmanager
def batches(items: Generator[T, None, None], size: int) -> Iterator[Iterator[list[T]]]:
    """Batches of `size` items, read ahead by a thread; at most three are in memory.

    What reading raises is raised where the batch it spoilt would have come. `items` runs in the thread from its start
    to its end, and both end with the context.
    """
    reader = _Reader(items, size)
    try:
        yield reader.batches()
    finally:
        reader.stop()


class _Reader(Generic[T]):
    """The thread, and what it has read."""

    def __init__(self, items: Generator[T, None, None], size: int) -> None:
        self._items = items
        self._size = size
        self._read: Queue[list[T] | BaseException | None] = Queue(maxsize=1)
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="reading ahead", daemon=True)
        self._thread.start()

    def batches(self) -> Iterator[list[T]]:
        while (found := self._read.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found

    def stop(self) -> None:
        self._stopped.set()
        while self._thread.is_alive():
            try:
                self._read.get_nowait()  # room, where the thread waits for some
            except Empty:
                self._thread.join(_WAIT)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set() and (batch := list(islice(self._items, self._size))):
                self._read.put(batch)
            self._items.close()
        except BaseException as error:
            self._read.put(error)
        else:
            self._read.put(None)
