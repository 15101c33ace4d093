import threading
from collections.abc import Iterator

import pytest

from ingest import ahead


def numbers(count: int, closed: list[str] | None = None, broken: bool = False) -> Iterator[int]:
    try:
        yield from range(count)
        if broken:
            raise OSError("the file ends in the middle")
    finally:
        if closed is not None:
            closed.append(threading.current_thread().name)


def test_batches_come_in_the_order_of_the_items() -> None:
    with ahead.batches(numbers(7), 3) as batches:
        assert list(batches) == [[0, 1, 2], [3, 4, 5], [6]]


def test_no_items_are_no_batches() -> None:
    with ahead.batches(numbers(0), 3) as batches:
        assert list(batches) == []


def test_an_error_comes_where_its_batch_would_have() -> None:
    with ahead.batches(numbers(4, broken=True), 3) as batches:
        assert next(batches) == [0, 1, 2]
        with pytest.raises(OSError, match="ends in the middle"):
            next(batches)


def test_who_leaves_early_ends_the_reading_in_the_thread_it_began_in() -> None:
    closed: list[str] = []
    with ahead.batches(numbers(10**9, closed), 2) as batches:
        assert next(batches) == [0, 1]
    assert closed == ["reading ahead"]
    assert "reading ahead" not in {thread.name for thread in threading.enumerate()}


def test_no_more_than_three_batches_are_read_before_they_are_taken() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for n in range(100):
            read.append(n)
            yield n

    with ahead.batches(items(), 10) as batches:
        for taken, batch in enumerate(batches, start=1):
            assert len(read) <= 10 * (taken + 2)
            assert batch[0] == 10 * (taken - 1)
