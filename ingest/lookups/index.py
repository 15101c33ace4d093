"""The rows that a look-up looks in, found by key: kept by SQLite, in memory while they are few, else on the disk.

SQLite's database without a name is private and temporary: it has no journal, keeps a few megabytes in memory and the
rest in a file without a name, which is gone with the process, however that ends. So memory stays flat, and nothing is
left behind.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import orjson

from graph.errors import InvalidDataError
from ingest.columns import Failures, Places
from ingest.faults import Problem, Unfit, shorten
from ingest.lookups.stored import Found, RowReader, Stored, is_text, once, unpacked
from ingest.lookups.taking import RULE, Taking, comparable, rank_of, taking
from ingest.mapping.columns import made_columns
from ingest.mapping.model import Lookup, Table
from ingest.readers import read_chunks, table_files
from ingest.readers.chunk import Origin
from ingest.readers.files import data_of
from ingest.shaping import Shaper, wanted_faults
from ingest.values.numbers import NumberText

_CACHE: Final = 4 * 1024
"""KiB of the index kept in memory."""
_KNOWN: Final = 20_000
"""Answers kept in memory: most columns that are looked up repeat."""
_LONG: Final = 2_000
"""Characters of an answer that is kept at most."""
_TABLE: Final = (
    "CREATE TABLE found (key TEXT NOT NULL, place TEXT NOT NULL, cells BLOB NOT NULL, name TEXT, changed TEXT)"
)
_SELECT: Final = """
    SELECT key, place, cells, name FROM found WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key, name
"""
_ONLY_THE_LATEST: Final = (
    "CREATE INDEX by_name ON found (name, changed)",
    """DELETE FROM found WHERE EXISTS
       (SELECT 1 FROM found AS later WHERE later.name = found.name AND later.changed > found.changed)""",
    "DROP INDEX by_name",
)
_ASKED: Final = 500
"""Keys that are asked for at once."""
_ALIKE: Final = frozenset(["one", "filled"])

Answer = tuple[str, ...] | Unfit
Indexes = tuple["Index", ...]


class Index:
    """Answers what the rows of one look-up say under a key.

    Raises
    ------
    InvalidDataError
        The files to look in are missing or cannot be used.

    """

    def __init__(self, lookup: Lookup, data: Path) -> None:
        self.lookup = lookup
        self._take = dict(lookup.take)
        self._typed = lookup.rows.options.format != "csv"
        self._rank = comparable(lookup.order, typed=self._typed) if lookup.order else None
        self._known: dict[str, Answer] = {}
        self._spoilt: dict[str, str] = {}
        self._unread: str | None = None
        self._needs_all = bool(lookup.order) or any(take.how not in _ALIKE for take in self._take.values())
        counted = {name for name, take in lookup.take if take.how == "count"}
        self._empty = tuple(NumberText("0") if name in counted else "" for name in lookup.columns)
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._fill(data)

    def close(self) -> None:
        """Let go of the rows."""
        self._database.close()

    def find(self, keys: Sequence[str | None], failures: Failures, name: str) -> list[tuple[str, ...]]:
        """Return the cells found for each key; nothing for a blank one. `name` is what messages call the keys."""
        wanted = sorted({key for key in keys if key is not None and key not in self._known})
        answers: dict[str, Answer] = dict(self._ask(wanted)) if wanted else {}
        known = self._known
        cells = []
        for place, key in enumerate(keys):
            answer = self._empty if key is None else known[key] if key in known else answers[key]
            if isinstance(answer, Unfit):
                failures[place].append(Problem(name, answer.rule, shorten(key or ""), answer.hint))
                answer = ("",) * len(self._empty)
            cells.append(answer)
        self._remember(answers)
        return cells

    def _remember(self, answers: dict[str, Answer]) -> None:
        if len(self._known) + len(answers) > _KNOWN:
            self._known.clear()
        for key, answer in answers.items():
            if isinstance(answer, Unfit) or sum(map(len, answer)) <= _LONG:
                self._known[key] = answer

    def _ask(self, keys: Sequence[str]) -> Iterator[tuple[str, Answer]]:
        for start in range(0, len(keys), _ASKED):
            some = keys[start : start + _ASKED]
            missing = dict.fromkeys(some)
            some = [key for key in some if is_text(key)]
            asked = self._database.execute(_SELECT, (orjson.dumps(some).decode(),))
            for key, rows in groupby(asked, key=lambda row: row[0]):
                missing.pop(key, None)
                yield key, self._answer(key, rows)
            for key in missing:
                yield key, self._answer(key, ())

    def _answer(self, key: str, rows: Iterable[Found]) -> Answer:
        try:
            return self._taken(key, rows)
        except Unfit as unfit:
            return unfit

    def _taken(self, key: str, rows: Iterable[Found]) -> tuple[str, ...]:
        """Return what the rows say together."""
        spoilt = self._spoilt.get(key) or (self._unread if self._needs_all else None)
        if spoilt:
            raise Unfit(RULE, f"goes by a row that cannot be read ({spoilt}); mend that first")
        every = [self._taking(name) for name in self.lookup.columns]
        best: Any = None
        count = 0
        for count, (place, packed) in enumerate(once(rows), 1):
            cells = unpacked(packed)
            ahead = True
            if self._rank is not None:
                rank = rank_of(self._rank, cells[-1], place)
                ahead = count == 1 or _is_ahead(rank, best, last=self.lookup.last)
                if ahead and rank != best:
                    best = rank
                    every = [
                        each if name in self._take else self._taking(name)
                        for name, each in zip(self.lookup.columns, every, strict=True)
                    ]
            for name, each, cell in zip(self.lookup.columns, every, cells, strict=False):
                if ahead or name in self._take:
                    each.add(cell, place)
        if not count:
            return self._nothing()
        return tuple(each.result() for each in every)

    def _taking(self, name: str) -> Taking:
        return taking(name, self._take.get(name), typed=self._typed)

    def _nothing(self) -> tuple[str, ...]:
        if self.lookup.required:
            hint = f"is in no row of {self._where()}; mend it, or say `missing: empty` if that may be"
            raise Unfit(RULE, hint + (f" (a row there cannot be read: {self._unread})" if self._unread else ""))
        return self._empty

    def _where(self) -> str:
        rows = self.lookup.rows
        return f"`{rows.name}`" if rows.source else ", ".join(rows.files) or f"the query of `{rows.name}`"

    def _fill(self, data: Path) -> None:
        database = self._database
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}", "temp_store = FILE"):
            database.execute(f"PRAGMA {setting}")
        database.execute(_TABLE)
        database.execute("BEGIN")
        try:
            for rows in self._read(data):
                database.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?)", rows)
            for statement in _ONLY_THE_LATEST if self.lookup.changed and self.lookup.names else ():
                database.execute(statement)
            database.execute("CREATE INDEX by_key ON found (key)")
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self.close()
            raise InvalidDataError(
                f"{self.lookup.rows.origin}:{self.lookup.line}: the look-up `{self.lookup.name}` needs room for its "
                f"index in the folder for temporary files ({error}); free some, or set TMPDIR to another folder"
            ) from error
        except BaseException:
            self.close()
            raise

    def _read(self, data: Path) -> Iterator[Iterator[Stored]]:
        """Yield key, place and packed cells of the rows, a chunk at a time."""
        table = self.lookup.rows
        reader: RowReader | None = None
        shaper, file = Shaper(table), ""
        for chunk in read_chunks(table, data_of(data)):
            if chunk.origin.file != file:
                shaper, file = Shaper(table), chunk.origin.file
            if reader is None or reader.origin is not chunk.origin:
                reader = RowReader(self.lookup, chunk.origin)
            for fault in chunk.faults:
                if wanted_faults([fault], table.only, chunk.origin):
                    self._spoil(reader.key_of(fault), f"{file}:{fault.number}")
            shaped = shaper.shape(chunk)
            for at in shaped.failures:
                self._spoil(None, f"{file}:{shaped.numbers[at]}")
            yield reader.rows(shaped)

    def _spoil(self, key: str | None, place: str) -> None:
        """Note a row that cannot be read. Without its key, no row is known to be all that there is under its key."""
        if key is None:
            self._unread = self._unread or place
        else:
            self._spoilt.setdefault(key, place)


@contextmanager
def open_indexes(table: Table, data: Path) -> Iterator[Indexes]:
    """Read what a table looks up, and let go of it at the end.

    Raises
    ------
    InvalidDataError
        A file to look in is missing or cannot be used.

    """
    with ExitStack() as stack:
        yield tuple(stack.enter_context(closing(Index(lookup, data))) for lookup in table.lookups)


def places_of(table: Table, origin: Origin) -> Places:
    """Return where the columns of a file stand, with those that were made of them and then those looked up."""
    names = [*origin.columns, *made_columns(table)]
    typed = [*names] if origin.typed else [*made_columns(table)] if table.each and table.each.column else []
    for lookup in table.lookups:
        take = dict(lookup.take)
        marked = lookup.rows.options.format != "csv"
        typed += [
            f"{lookup.name}.{name}"
            for name in lookup.columns
            if marked or (name in take and take[name].how not in _ALIKE)
        ]
        names += [f"{lookup.name}.{name}" for name in lookup.columns]
    return Places(names, typed, names[len(origin.columns) :])


def lookup_files(table: Table, data: Path) -> list[Path]:
    """Return the files in which a table looks up."""
    return [path for lookup in table.lookups for path in table_files(lookup.rows, data_of(data))]


def _is_ahead(rank: Any, best: Any, *, last: bool) -> bool:
    """Whether a row is to be taken before, or beside, the best so far. One without a rank comes last."""
    if rank is None or best is None:
        return rank is not None or best is None
    return bool(rank >= best if last else rank <= best)
