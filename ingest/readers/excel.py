"""Workbooks, by calamine: .xlsx, .xlsm, .xlsb, .xls and .ods."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from graph.errors import InvalidDataError
from ingest.faults import Problem, shorten
from ingest.mapping.columns import columns_used
from ingest.mapping.model import Table
from ingest.mapping.report import did_you_mean
from ingest.readers.binary import check_xlsb, inspect_xls, inspect_xlsb
from ingest.readers.cells import number_text, text_of
from ingest.readers.chunk import CELL_LIMIT, ROWS, Chunk, Fault, Origin, too_long
from ingest.readers.header import name_columns, numbered
from ingest.readers.opendocument import inspect_ods
from ingest.readers.workbook import CELLS, Missing, SheetFacts, check_sizes, inspect
from ingest.values.numbers import NumberText

_LARGEST: Final = 512 * 1024**2


def read_excel(table: Table, path: Path, name: str) -> Iterator[Chunk]:
    """Yield the rows of one sheet; `name` is what messages call the file. Blank rows are no rows.

    Raises
    ------
    InvalidDataError
        The workbook is damaged, protected or too large, has no such sheet, or lacks columns that the mapping reads.

    """
    if path.stat().st_size > _LARGEST:
        raise InvalidDataError(f"{name}: a workbook of more than {_LARGEST:,} bytes is not read; save it as CSV")
    form = check_sizes(path, name)
    by_sheet = inspect_ods(path, name) if form == "ods" else {}
    in_order = inspect_xls(path, name) if form == "xls" else []
    if form == "xlsb":
        check_xlsb(path, name)
    with _readable(name):
        book = CalamineWorkbook.from_path(path)
    wanted = _sheet_name(book.sheet_names, table, name)
    if form in {"xlsx", "xlsb"}:
        facts = (inspect if form == "xlsx" else inspect_xlsb)(path, name, wanted)
    elif len(in_order) == len(book.sheet_names):
        facts = in_order[book.sheet_names.index(wanted)]
    else:
        facts = by_sheet.get(wanted, SheetFacts())
    with _readable(name):
        sheet = book.get_sheet_by_name(wanted)
    if sheet.total_height * sheet.total_width > CELLS:
        raise InvalidDataError(f"{name}: the sheet has more than {CELLS:,} cells; save it as CSV")
    yield from _Sheet(table, name, sheet, facts).chunks()


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turn what calamine says of a file that it cannot read (it may even panic) into an error of ours."""
    try:
        yield
    except PasswordError:
        raise InvalidDataError(f"{name}: the workbook is protected by a password; save it without") from None
    except (CalamineError, OSError) as error:
        raise InvalidDataError(
            f"{name}: this is no workbook, or it is damaged ({error}); open it in a spreadsheet program and save it "
            "as .xlsx"
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise InvalidDataError(f"{name}: the workbook is damaged; save it again as .xlsx") from error


def _sheet_name(names: Sequence[str], table: Table, name: str) -> str:
    wanted = table.options.sheet
    if not names:
        raise InvalidDataError(f"{name}: the workbook has no sheets")
    if wanted is None:
        return names[0]
    if isinstance(wanted, int):
        if wanted > len(names):
            raise InvalidDataError(f"{name}: there is no sheet {wanted}; there are {len(names)}: {', '.join(names)}")
        return names[wanted - 1]
    if wanted not in names:
        raise InvalidDataError(f"{name}: there is no sheet `{wanted}`{did_you_mean(wanted, names)}")
    return wanted


class _Sheet:
    """Reads one sheet in chunks."""

    def __init__(self, table: Table, name: str, sheet: CalamineSheet, facts: SheetFacts) -> None:
        self._table = table
        self._name = name
        self._sheet = sheet
        self._left = sheet.start[1] if sheet.start else 0
        self._missing: dict[int, dict[int, Missing]] = {}
        for (row, column), missing in facts.missing.items():
            if column >= self._left:
                self._missing.setdefault(row, {})[column - self._left] = missing
        self._last = max(self._missing, default=-1)

    def chunks(self) -> Iterator[Chunk]:
        rows = self._filled_rows()
        origin = self._origin(rows)
        if origin is None:
            return
        used = {place for place, column in enumerate(origin.columns) if column in columns_used(self._table)}
        total = max(self._sheet.total_height, self._last + 1)
        while batch := list(islice(rows, ROWS)):
            yield self._chunk(batch, origin, used, total)

    def _filled_rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield rows with their index from 0; cells without a value are `Missing`, blank rows are left out."""
        width, index = self._sheet.width, -1
        for index, cells in enumerate(self._sheet.iter_rows()):
            row = self._with_missing(index, cells)
            if index >= self._table.options.skip and any(cell != "" for cell in row):
                yield index, row
        for beyond in sorted(row for row in self._missing if row > index):
            yield beyond, self._with_missing(beyond, [""] * width)

    def _with_missing(self, index: int, cells: list[Any]) -> list[Any]:
        for column, missing in self._missing.get(index, {}).items():
            if column < len(cells):
                cells[column] = missing
        return cells

    def _origin(self, rows: Iterator[tuple[int, list[Any]]]) -> Origin | None:
        table, name = self._table, self._name
        names = table.options.names
        if names:
            if len(names) < self._sheet.width:
                names = (*names, *numbered(self._sheet.width)[len(names) :])
            return Origin(name, name_columns(table, name, names), typed=True)
        if names is not None:
            columns = numbered(self._sheet.width)
            return Origin(name, name_columns(table, name, columns), typed=True) if columns else None
        first = next(rows, None)
        if first is None:
            raise InvalidDataError(f"{name}: the sheet `{self._sheet.name}` is empty, there is not even a header")
        return Origin(name, name_columns(table, name, [_text(cell) for cell in first[1]]), typed=True)

    def _chunk(self, batch: list[tuple[int, list[Any]]], origin: Origin, used: set[int], total: int) -> Chunk:
        width = len(origin.columns)
        numbers, texts, natives = [], [], []
        faults: list[Fault] = []
        for index, cells in batch:
            row = [_text(cell) for cell in cells] + [""] * (width - len(cells))
            problems = _problems(cells, row, origin, used)
            if problems:
                faults.append(Fault(index + 1, problems, row, None if too_long(row) else tuple(cells)))
            else:
                numbers.append(index + 1)
                texts.append(row)
                natives.append(cells)
        return Chunk(origin, numbers, texts, natives, faults, batch[-1][0] + 1, total)


def _problems(cells: Sequence[Any], texts: Sequence[str], origin: Origin, used: set[int]) -> tuple[Problem, ...]:
    problems = []
    for place, (cell, text) in enumerate(zip(cells, texts, strict=False)):
        if isinstance(cell, Missing):
            if place in used:
                problems.append(_missing_problem(cell, origin.columns[place]))
        elif len(text) > CELL_LIMIT:
            hint = f"the cell is longer than {CELL_LIMIT:,} characters; shorten it"
            problems.append(Problem(origin.columns[place], "length", shorten(text), hint))
        elif "\0" in text:
            hint = "has a NUL character, which no text has; mend it"
            problems.append(Problem(origin.columns[place], "nul", shorten(text), hint))
    return tuple(problems)


def _missing_problem(missing: Missing, column: str) -> Problem:
    if missing.error is not None:
        return Problem(column, "error", missing.error, "the cell is an error; mend its formula, or empty it")
    hint = "the formula was never worked out; open the workbook in a spreadsheet program and save it"
    return Problem(column, "formula", shorten(missing.formula or ""), hint)


def _number(cell: float) -> str:
    """Return a number with the 15 digits that a spreadsheet shows."""
    return NumberText(number_text(cell if cell.is_integer() else float(f"{cell:.15g}")))


def _missing_text(cell: Missing) -> str:
    return cell.error or cell.formula or ""


_TEXTS: Final[dict[type, Callable[[Any], str]]] = {str: str, float: _number, Missing: _missing_text}


def _text(cell: Any) -> str:
    return _TEXTS.get(type(cell), text_of)(cell)
