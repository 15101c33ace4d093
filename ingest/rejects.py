"""Rows that are not loaded, and why: what they are, and the files that keep them."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Final, NamedTuple, Self

from ingest.faults import Problem
from ingest.mapping.model import Table
from ingest.readers.chunk import Origin
from ingest.readers.files import CAME_FROM, REPORT, ROWS_FOLDER, known_data
from ingest.writeback import RowsFile, rows_file

_HEADER: Final = ("file", "row", "column", "rule", "value", "hint")


class Reject(NamedTuple):
    """A row that is not loaded: where it stands, what is wrong with it, and how it came.

    `key` is the row's key where it can be read. `cells` is the row as its file has it; `None` where it was too long
    to keep. A row has one reject, whatever the number of its problems.
    """

    source: str
    table: str
    number: int
    problems: tuple[Problem, ...]
    key: str | None
    cells: tuple[object, ...] | None
    origin: Origin

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.origin.file

    @property
    def column(self) -> str:
        """Column of the first problem."""
        return self.problems[0].column

    @property
    def rule(self) -> str:
        """Rule of the first problem."""
        return self.problems[0].rule

    @property
    def value(self) -> str:
        """Value of the first problem, shortened."""
        return self.problems[0].value

    @property
    def hint(self) -> str:
        """Hint of the first problem."""
        return self.problems[0].hint

    @property
    def raw(self) -> dict[str, str]:
        """The row as it came: column → text, as far as its cells are known."""
        return {name: str(cell) for name, cell in zip(self.origin.columns, self.cells or (), strict=False)}


class RejectWriter:
    """Keeps the rejects of one table's load, in a folder of their own that is made with the first of them.

    Below `folder` stands `SOURCE.TABLE.TIME/` with `rejects.csv`, which says where each row stood, what was wrong and
    what to do, and `rows/TABLE/FILE`, the rows as they came. Mend those and load them alone: the same mapping with
    this folder as `--data`. Rows too long to keep are in the report only. `data`, where the rows came from, is kept
    for what they look up.
    """

    def __init__(self, folder: Path, table: Table, data: Path | None = None) -> None:
        self._folder = folder
        self._data = data
        self._last: tuple[str, int] | None = None
        self._own = folder
        self._table = table
        self._report: IO[str] | None = None
        self._rows: dict[str, RowsFile] = {}
        self.path: Path | None = None
        """The report; `None` while there is nothing to report."""
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, reject: Reject) -> None:
        """Add one reject: a line for each of its problems, and its row."""
        if self._report is None:
            self._report = self._open()
        self.count += 1
        lines = csv.writer(self._report, lineterminator="\n")
        for problem in reject.problems:
            value = _harmless(problem.value)
            lines.writerow((reject.file, reject.number, problem.column, problem.rule, value, problem.hint))
        # A row that several were made of is kept once.
        if reject.cells is not None and self._last != (reject.file, reject.number):
            self._last = (reject.file, reject.number)
            self._file_of(reject.origin).write(reject.cells)

    def close(self) -> None:
        """Finish the files."""
        for rows in self._rows.values():
            rows.close()
        self._rows.clear()
        if self._report is not None:
            self._report.close()
            self._report = None

    def _open(self) -> IO[str]:
        stem = f"{self._table.source}.{self._table.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        self._folder.mkdir(parents=True, exist_ok=True)
        count = 1
        while True:
            own = self._folder / (stem if count == 1 else f"{stem}-{count}")
            try:
                own.mkdir()
            except FileExistsError:
                count += 1
                continue
            self._own = own
            self.path = own / REPORT
            if self._data is not None and (came_from := known_data(self._data)) is not None:
                own.joinpath(CAME_FROM).write_text(f"{came_from.resolve()}\n", encoding="utf-8")
            report = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(report, lineterminator="\n").writerow(_HEADER)
            return report

    def _file_of(self, origin: Origin) -> RowsFile:
        rows = self._rows.get(origin.file)
        if rows is None:
            folder = self._own / ROWS_FOLDER / self._table.name
            rows = self._rows[origin.file] = rows_file(self._table, origin, folder)
        return rows


def _harmless(value: str) -> str:
    """Return a value that a spreadsheet does not take for a formula."""
    formula = value[:1] in {"=", "@"} or (value[:1] in {"+", "-"} and not value[1:2].isdigit())
    return f"'{value}" if formula else value
