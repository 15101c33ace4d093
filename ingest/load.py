"""Loading a mapping's tables: read → map → clean → validate → write, in batches that carry their checkpoint."""

import gc
import secrets
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Final

from graph.client import Database, Transaction
from graph.ending import end
from graph.errors import InvalidDataError
from graph.loading import Outcome
from graph.overlapping import Overlapping
from graph.progress import Checkpoint, count_change, delete_checkpoint, read_checkpoint, waiting, write_checkpoint
from ingest import duplicates
from ingest.ahead import read_ahead
from ingest.batches import Writer, writer
from ingest.endings import gone
from ingest.lookups import lookup_files
from ingest.mapping import Mapping, Table
from ingest.rejects import Reject, RejectWriter
from ingest.rows import Indexes, Row, holds_rejects, open_indexes, read_keys, read_table, table_files
from ingest.summary import Summary, TableSummary

BATCH = 5_000
_YOUNG: Final = 200_000
"""Objects made since the last look for cycles that cause the next."""

Progress = Callable[[str, int, float | None], None]
"""Called with `source.table`, the rows of it dealt with so far, and the part of its file read, if that can be told."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to load.

    `rejects` is the folder for rejected rows; `full` ends what is gone from tables that say `extent: full`, and `force`
    does so however much it is; `progress` is told of every batch.
    """

    rejects: Path
    dry_run: bool = False
    full: bool = False
    force: bool = False
    progress: Progress = lambda _table, _rows, _part: None


def ingest(database: Database, mapping: Mapping, data: Path, options: Options) -> Summary:
    """Load all tables of a mapping, in its order.

    A row that cannot be used is rejected and the rest is loaded. Run again after an interruption, it goes on behind
    the last batch that was committed; run again on the same files, it writes nothing. Raises InvalidDataError for
    a file that cannot be used.
    """
    if options.full and holds_rejects(data):
        raise InvalidDataError(f"{data} holds rejected rows, a part of their tables; leave out --full")
    summary = Summary(mapping.source, options.dry_run)
    for table in mapping.tables:
        summary.tables.append(_Load(database, mapping, table, data, options).run())
    summary.waiting = waiting(database)
    return summary


def new_load_id() -> str:
    """Name a load so that one which starts later sorts behind."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}-{secrets.token_hex(3)}"


@dataclass(slots=True)
class _Batch:
    """One batch, as far as it can be made without Neo4j.

    `done` are the table's rows up to its end, `part` that of the file. What a checkpoint has already (`skip`) keeps its
    rejects alone.
    """

    done: int
    part: float | None
    skip: bool
    rows: list[Any] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class _Load:
    """The load of one table."""

    def __init__(self, database: Database, mapping: Mapping, table: Table, data: Path, options: Options) -> None:
        self.database = database
        self.table = table
        self.data = data
        self.options = options
        self.id = new_load_id()
        self.checkpoint = _checkpoint_id(mapping, table, data)
        self.writer: Writer[Any] = writer(table)
        self.summary = TableSummary(table.name)
        self.only_new = False

    def run(self) -> TableSummary:
        started = time.perf_counter()
        known = None if self.options.dry_run else read_checkpoint(self.database, self.checkpoint)
        if known:
            self.summary.resumed = known.rows
            self.summary.counts = Counter(known.counts)
        with open_indexes(self.table, self.data) as indexes, _collecting_seldom():
            self._load(indexes, known)
        if not self.options.dry_run:
            self._forget()
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def _load(self, indexes: Indexes, known: Checkpoint | None) -> None:
        scan = duplicates.scan(lambda: read_keys(self.table, self.data, indexes=indexes))
        ending = gone(self.database, self.table, scan, force=self.options.force) if self.options.full else []
        with RejectWriter(self.options.rejects, self.table, self.data) as rejects:
            read = self._batches(indexes, scan.duplicates, known.rows if known else 0)
            with read_ahead(read) as batches, Overlapping(self.database, self.summary.counts) as transactions:
                for batch in batches:
                    for reject in batch.rejects:
                        rejects.write(reject)
                    if not batch.skip:
                        self._write(batch, transactions)
                    self.options.progress(f"{self.table.source}.{self.table.name}", batch.done, batch.part)
                self.summary.counts = transactions.settle()
            self.summary.rejects = rejects.path
        self._end(ending)

    def _batches(
        self, indexes: Indexes, shared: duplicates.Duplicates, committed: int
    ) -> Generator["_Batch", None, None]:
        """Read the table, decide on its rows and make of them what the graph takes; runs ahead in a thread."""
        part: float | None = None

        def told(_file: str, done: int, total: int | None) -> None:
            nonlocal part
            part = done / total if total else None

        done = 0
        items = read_table(self.table, self.data, told, indexes)
        while size := len(several := list(islice(items, BATCH))):
            done += size
            batch = _Batch(done, part, skip=done <= committed)
            for item in several:
                self._decide(item, shared, batch)
            yield batch

    def _decide(self, item: Row | Reject, shared: duplicates.Duplicates, batch: "_Batch") -> None:
        if isinstance(item, Reject):
            verdict, reject = "rejected", item
        else:
            verdict = shared.verdict(item.key, item.digest)
            if verdict == "load":
                if not batch.skip:
                    batch.rows.append(self.writer.convert(item, self.id))
                return
            if verdict == "conflict":
                verdict, reject = "rejected", conflict(item, self.table)
        batch.counts[verdict] += 1
        if verdict == "rejected":
            batch.rejects.append(reject)

    def _write(self, batch: "_Batch", transactions: Overlapping[Counter[str]]) -> None:
        if self.options.dry_run:
            batch.counts.update(outcome.value for outcome in self.writer.compare(self.database, batch.rows))
            transactions.state += batch.counts
            return

        def work(tx: Transaction, before: Counter[str]) -> Counter[str]:
            after = before + batch.counts
            if batch.rows:
                outcomes = self.writer.write(tx, batch.rows, self.id, new and not tx.again)
                after.update(outcome.value for outcome in outcomes)
                if any(outcome is not Outcome.UNCHANGED for outcome in outcomes):
                    write_checkpoint(tx, self.checkpoint, batch.done, after, count_change(tx))
            return after

        created = transactions.state[Outcome.CREATED.value]
        new = self.only_new and bool(batch.rows)
        transactions.run(work, overlap=new)
        self.only_new = transactions.state[Outcome.CREATED.value] - created == len(batch.rows)

    def _end(self, ids: list[str]) -> None:
        """End the rows that are gone, now that everything was read."""
        table = self.table
        for start in range(0, len(ids), BATCH):
            chunk = ids[start : start + BATCH]

            def work(tx: Transaction, chunk: list[str] = chunk) -> int:
                ended = end(tx, chunk, self.id, node=table.node, edge=table.edge)
                count_change(tx)
                return ended

            self.summary.ended += len(chunk) if self.options.dry_run else self.database.write(work)

    def _forget(self) -> None:
        if read_checkpoint(self.database, self.checkpoint):
            delete_checkpoint(self.database, self.checkpoint)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Have Python look for cycles seldom: rows have none, and looking through them took a quarter of its time.

    Not too seldom: the driver's results are cycles, and keep the rows that were sent.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def conflict(row: Row, table: Table) -> Reject:
    """The reject of a row that contradicts others with its key."""
    alike = "" if table.modified is None else " and the same time of modification"
    return row.reject("unique key", f"several rows have this key, other contents{alike}; keep one", value=row.key)


def _checkpoint_id(mapping: Mapping, table: Table, data: Path) -> str:
    """Name a load by mapping, files (of look-ups too) and options; a file of another size or time makes it another."""
    parts = [mapping.digest, table.name, str(BATCH)]
    for path in [*table_files(table, data), *lookup_files(table, data)]:
        about = path.stat()
        parts.append(f"{path.resolve()}|{about.st_size}|{about.st_mtime_ns}")
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
