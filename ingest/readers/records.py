"""Rows of cells that have types of their own, as chunks: what Parquet, JSON Lines and databases have in common."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from ingest.faults import Problem, shorten
from ingest.readers.cells import text_of
from ingest.readers.chunk import CELL_LIMIT, Chunk, Fault, Origin, too_long

_TEXTS: Final[dict[type, Callable[[Any], str]]] = {str: str, type(None): lambda _: ""}


def typed_chunk(
    origin: Origin, numbers: Sequence[int], rows: Iterable[Sequence[Any]], done: int, total: int | None
) -> Chunk:
    """Return rows of typed cells as a chunk. Those with texts that no text may be are faults."""
    kept_numbers: list[int] = []
    texts: list[list[str]] = []
    natives: list[Sequence[Any]] = []
    faults: list[Fault] = []
    for number, cells in zip(numbers, rows, strict=True):
        row = [_TEXTS.get(type(cell), text_of)(cell) for cell in cells]
        problems = tuple(_problems(row, origin))
        if problems:
            faults.append(Fault(number, problems, row, None if too_long(row) else tuple(cells)))
        else:
            kept_numbers.append(number)
            texts.append(row)
            natives.append(cells)
    return Chunk(origin, kept_numbers, texts, natives, faults, done, total)


def _problems(row: Sequence[str], origin: Origin) -> Iterator[Problem]:
    for name, text in zip(origin.columns, row, strict=True):
        if len(text) > CELL_LIMIT:
            yield Problem(name, "length", shorten(text), f"is longer than {CELL_LIMIT:,} characters; shorten it")
        elif "\0" in text:
            yield Problem(name, "nul", shorten(text), "has a NUL character, which no text has; mend it")
        elif not text.isascii() and _half(text):
            yield Problem(name, "encoding", shorten(text), "has half a character; mend it")


def _half(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
