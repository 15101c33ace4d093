import threading
from collections.abc import Iterator

import pytest

from ingest.ahead import read_ahead


def numbers(count: int, closed: list[str] | None = None, broken: bool = False) -> Iterator[int]:
    try:
        yield from range(count)
        if broken:
            raise OSError("the file ends in the middle")
    finally:
        if closed is not None:
            closed.append(threading.current_thread().name)


def test_items_come_in_their_order() -> None:
    with read_ahead(numbers(7)) as items:
        assert list(items) == [0, 1, 2, 3, 4, 5, 6]


def test_nothing_to_read_is_no_item() -> None:
    with read_ahead(numbers(0)) as items:
        assert list(items) == []


def test_an_error_comes_where_its_item_would_have() -> None:
    with read_ahead(numbers(2, broken=True)) as items:
        assert [next(items), next(items)] == [0, 1]
        with pytest.raises(OSError, match="ends in the middle"):
            next(items)


def test_who_leaves_early_ends_the_reading_in_the_thread_it_began_in() -> None:
    closed: list[str] = []
    with read_ahead(numbers(10**9, closed)) as items:
        assert next(items) == 0
    assert closed == ["reading ahead"]
    assert "reading ahead" not in {thread.name for thread in threading.enumerate()}


def test_no_more_than_three_items_are_read_before_they_are_taken() -> None:
    read: list[int] = []

    def numbered() -> Iterator[int]:
        for n in range(100):
            read.append(n)
            yield n

    with read_ahead(numbered()) as items:
        for taken, _ in enumerate(items, start=1):
            assert len(read) <= taken + 2
