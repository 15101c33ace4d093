"""Compound files, the container of .xls: streams in chains of sectors. See [MS-CFB]."""

import mmap
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR: Final = 0xFFFFFFFA
"""Greater numbers of sectors are marks: the end of a chain, or nothing."""


class Compound:
    """A compound file.

    Raises
    ------
    ValueError, struct.error, IndexError
        It is none, or damaged: it says that it is larger than it is.

    """

    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        if content[:8] != _SIGNATURE:
            raise ValueError("it does not begin as one")
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in {9, 12} or small_shift != 6:
            raise ValueError("its sectors have no possible size")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        counts = [struct.unpack_from("<I", content, at)[0] for at in (40, 44, 64, 72)]
        if max(counts) * self._size > len(content):
            raise ValueError("it says that it is larger than it is")
        directory, _, self._cutoff, small, _, more, count = struct.unpack_from("<IIIIIII", content, 48)
        self._table = self._numbers(self._places(more, count))
        entries = b"".join(map(self._sector, self._chain(self._table, directory)))
        sizes = [
            struct.unpack_from("<Q" if shift == 12 else "<I", entries, at)[0] for at in range(120, len(entries), 128)
        ]
        if max(sizes, default=0) > len(content):
            raise ValueError("a part of it is said to be larger than it is")
        self._entries = dict(_entries(entries))
        self._small_table = self._numbers(self._chain(self._table, small))

    def stream(self, *names: str) -> bytes:
        """Return the first stream with one of these names."""
        for name in names:
            if name in self._entries:
                start, size = self._entries[name]
                return self._read(start, size)
        raise ValueError("it has no stream of a workbook")

    def _read(self, start: int, size: int) -> bytes:
        if size >= self._cutoff:
            return b"".join(map(self._sector, self._chain(self._table, start)))[:size]
        root, length = self._entries["Root Entry"]
        small = b"".join(map(self._sector, self._chain(self._table, root)))[:length]
        width = self._small_size
        chain = self._chain(self._small_table, start)
        return b"".join(small[place * width : (place + 1) * width] for place in chain)[:size]

    def _sector(self, place: int) -> bytes:
        start = (place + 1) * self._size
        return self._content[start : start + self._size]

    def _numbers(self, places: Iterable[int]) -> Sequence[int]:
        data = b"".join(map(self._sector, places))
        return memoryview(data[: len(data) // 4 * 4]).cast("I") if data else ()

    def _places(self, more: int, count: int) -> list[int]:
        """Return where the table of sectors lies: the first 109 parts are named in the header, others in sectors."""
        places = list(struct.unpack_from("<109I", self._content, 76))
        for _ in range(count):
            if more >= _LAST_SECTOR:
                break
            *found, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            places += found
        return [place for place in places if place < _LAST_SECTOR]

    @staticmethod
    def _chain(table: Sequence[int], start: int) -> Iterator[int]:
        """Yield the sectors of a chain; one that turns back on itself ends where it must."""
        place = start
        for _ in range(len(table)):
            if place >= _LAST_SECTOR:
                return
            yield place
            place = table[place]


def _entries(data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield name, first sector and size of what stands at the top of a directory: objects inside may be workbooks too.

    An entry names those beside it to its left and right, and the one that stands below it.
    """
    count = len(data) // 128
    waiting, seen = [0], set()
    while waiting:
        place = waiting.pop()
        if place >= count or place in seen:
            continue
        seen.add(place)
        at = place * 128
        (length,) = struct.unpack_from("<H", data, at + 64)
        left, right, below = struct.unpack_from("<III", data, at + 68)
        yield (
            data[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"),
            struct.unpack_from("<II", data, at + 116),
        )
        waiting += (left, right) if place else (below,)
