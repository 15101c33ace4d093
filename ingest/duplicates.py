"""Rows of one load that share a key, found before anything is written.

A first reading keeps 16 bytes for each row: half a hash of its key, half a hash of its content. Equal content under
one key is a duplicate. Different content under one key is told apart by the time of modification; where that cannot
decide, every row of the key is rejected, since no order of reading may decide it.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

import numpy as np


class Keyed(Protocol):
    """What is needed of a row."""

    @property
    def key(self) -> str | None:
        """Its natural key inside its table, or None where that cannot be read."""

    @property
    def digest(self) -> str:
        """Hash of its content; empty for a row that is rejected."""

    @property
    def modified(self) -> object:
        """When it was modified, or None."""


@dataclass(slots=True)
class Duplicates:
    """The keys that several rows share. `winners` has the digest to load for keys with different contents."""

    repeated: frozenset[int] = frozenset()
    winners: dict[int, str | None] = field(default_factory=dict)
    _loaded: set[int] = field(default_factory=set)

    def verdict(self, key: str, digest: str) -> str:
        """`load`, `duplicate` or `conflict`; of equal rows the first is to be loaded."""
        number = _hash(key)
        if number not in self.repeated:
            return "load"
        if number in self.winners:
            winner = self.winners[number]
            if winner is None:
                return "conflict"
            if digest != winner:
                return "duplicate"
        if number in self._loaded:
            return "duplicate"
        self._loaded.add(number)
        return "load"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a first reading found: the shared keys, all keys, and how many rejects have a key that cannot be read."""

    duplicates: Duplicates
    present: "np.ndarray[tuple[int], np.dtype[np.uint64]]"
    unreadable: int

    def has(self, keys: Sequence[str]) -> list[bool]:
        """Whether the table has each key; a rejected row counts."""
        found = np.isin(np.array([_hash(key) for key in keys], dtype=np.uint64), self.present)
        return [bool(known) for known in found]


def scan(read: Callable[[], Iterable[Keyed]]) -> Scan:
    """Read a table once for its keys; `read` reads it from its start, and again only where contents differ.

    A reject is a row without a digest.
    """
    keys, contents, rejected = array("Q"), array("Q"), array("Q")
    unreadable = 0
    for row in read():
        if row.key is None:
            unreadable += 1
        elif row.digest:
            keys.append(_hash(row.key))
            contents.append(int(row.digest[:16], 16))
        else:
            rejected.append(_hash(row.key))
    repeated, differing = _shared(np.asarray(keys), np.asarray(contents))
    duplicates = Duplicates(repeated, dict(_winners(read(), differing)) if differing else {})
    return Scan(duplicates, np.unique(np.concatenate([np.asarray(keys), np.asarray(rejected)])), unreadable)


def _shared(keys: "np.ndarray[tuple[int], np.dtype[np.uint64]]", contents: object) -> tuple[frozenset[int], set[int]]:
    order = np.argsort(keys, kind="stable")
    ordered, content = keys[order], np.asarray(contents)[order]
    same = ordered[1:] == ordered[:-1]
    other = same & (content[1:] != content[:-1])
    return frozenset(ordered[1:][same].tolist()), set(ordered[1:][other].tolist())


def _winners(rows: Iterable[Keyed], differing: set[int]) -> Iterator[tuple[int, str | None]]:
    best: dict[int, tuple[str, str | None]] = {}
    for row in rows:
        if row.key is None or not row.digest:
            continue
        key = _hash(row.key)
        if key in differing:
            modified = "" if row.modified is None else str(row.modified)
            known = best.get(key)
            if known is None or modified > known[0]:
                best[key] = (modified, row.digest)
            elif modified == known[0] and row.digest != known[1]:
                best[key] = (modified, None)
    for key, (modified, digest) in best.items():
        yield key, digest if modified else None


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
