"""Loading a mapping's tables: read → map → clean → validate → write, in batches that carry their checkpoint."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from graph.client import Database, Transaction
from graph.ending import end
from graph.errors import InvalidDataError
from graph.loading import Outcome
from graph.progress import Checkpoint, count_change, delete_checkpoint, read_checkpoint, waiting, write_checkpoint
from ingest import ahead, duplicates
from ingest.batches import Writer, writer
from ingest.endings import gone
from ingest.lookups import lookup_files
from ingest.mapping import Mapping, Table
from ingest.rejects import Reject, RejectWriter
from ingest.rows import Indexes, Row, holds_rejects, open_indexes, read_keys, read_table, table_files
from ingest.summary import Summary, TableSummary

BATCH = 5_000

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


class _Load:
    """The load of one table."""

    def __init__(self, database: Database, mapping: Mapping, table: Table, data: Path, options: Options) -> None:
        self.database = database
        self.table = table
        self.data = data
        self.options = options
        self.id = new_load_id()
        self.checkpoint = _checkpoint_id(mapping, table, data)
        self.writer: Writer = writer(table)
        self.summary = TableSummary(table.name)
        self.part: float | None = None

    def run(self) -> TableSummary:
        started = time.perf_counter()
        known = None if self.options.dry_run else read_checkpoint(self.database, self.checkpoint)
        if known:
            self.summary.resumed = known.rows
            self.summary.counts = Counter(known.counts)
        with open_indexes(self.table, self.data) as indexes:
            self._load(indexes, known)
        if not self.options.dry_run:
            self._forget()
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def _load(self, indexes: Indexes, known: Checkpoint | None) -> None:
        scan = duplicates.scan(lambda: read_keys(self.table, self.data, indexes=indexes))
        ending = gone(self.database, self.table, scan, force=self.options.force) if self.options.full else []
        with RejectWriter(self.options.rejects, self.table, self.data) as rejects:
            committed = known.rows if known else 0
            done = 0
            with ahead.batches(self._read(indexes), BATCH) as batches:
                for batch in batches:
                    self._batch(batch, scan.duplicates, rejects, done, skip=done + len(batch) <= committed)
                    done += len(batch)
                    self.options.progress(f"{self.table.source}.{self.table.name}", done, self.part)
            self.summary.rejects = rejects.path
        self._end(ending)

    def _read(self, indexes: Indexes) -> Generator[Row | Reject, None, None]:
        def told(_file: str, done: int, total: int | None) -> None:
            self.part = done / total if total else None

        yield from read_table(self.table, self.data, told, indexes)

    def _batch(
        self,
        items: list[Row | Reject],
        shared: duplicates.Duplicates,
        rejects: RejectWriter,
        done: int,
        *,
        skip: bool,
    ) -> None:
        """Deal with one batch; where the checkpoint has it already, only note its rejects and its keys."""
        rows = []
        counts: Counter[str] = Counter()
        for item in items:
            if isinstance(item, Reject):
                verdict, reject = "rejected", item
            else:
                verdict = shared.verdict(item.key, item.digest)
                if verdict == "load":
                    rows.append(item)
                    continue
                if verdict == "conflict":
                    verdict, reject = "rejected", conflict(item, self.table)
            counts[verdict] += 1
            if verdict == "rejected":
                rejects.write(reject)
        if skip:
            return
        if self.options.dry_run:
            counts.update(outcome.value for outcome in self.writer.compare(self.database, rows))
            self.summary.counts += counts
        else:
            self.summary.counts = self._write(rows, counts, done + len(items))

    def _write(self, rows: list[Row], counts: Counter[str], position: int) -> Counter[str]:
        before = self.summary.counts + counts

        def work(tx: Transaction) -> Counter[str]:
            outcomes = self.writer.write(tx, rows, self.id) if rows else []
            after = before + Counter(outcome.value for outcome in outcomes)
            if any(outcome is not Outcome.UNCHANGED for outcome in outcomes):
                write_checkpoint(tx, self.checkpoint, position, after, count_change(tx))
            return after

        return self.database.write(work)

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
