"""Tables and the files that hold them: CSV in a system's own dialect, sheets of an Excel workbook, a SQLite database.

Their bytes are the same on every machine. Workbooks are packed again after XlsxWriter made them: stored, not deflated,
under fixed dates, because the bytes of a deflated entry depend on the zlib that a machine happens to have.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter

from app.demo.period import TODAY
from app.demo.sqlite import Relation, Value, sqlite_file

Cell = str | int | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name (a file's stem, or a sheet), its columns, and rows as wide as they are many."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a system writes CSV."""

    delimiter: str = ","
    decimal: str = "."
    dates: str = "%Y-%m-%d"
    encoding: str = "utf-8"
    line_end: str = "\n"


def real(name: str, columns: str, rows: Iterable[tuple[Cell, ...]]) -> Table:
    """Return a table of Northwind's rows; `columns` are names with commas between."""
    return Table(name, tuple(columns.split(",")), tuple(rows))


def generated(name: str, columns: str, rows: Iterable[tuple[Cell, ...]]) -> Table:
    """Return a table of rows that the demo made up; each says so in its last column."""
    return Table(name, (*columns.split(","), "generated"), tuple((*row, True) for row in rows))


def as_csv(table: Table, dialect: Dialect) -> bytes:
    """Return a table as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
    writer.writerow(table.columns)
    writer.writerows([_text(cell, dialect) for cell in row] for row in table.rows)
    return text.getvalue().encode(dialect.encoding)


def _text(cell: Cell, dialect: Dialect) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return str(cell).replace(".", dialect.decimal)
    if isinstance(cell, date):
        return cell.strftime(dialect.dates)
    return str(cell)


def as_workbook(tables: Sequence[Table], title: str) -> bytes:
    """Return an Excel workbook with one sheet for each table."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False})
    drawn = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": drawn})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name, bold)
        for index, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, index, column, cell, day)
    book.close()
    return _stored(made.getvalue())


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, day: object) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_string(row, column, cell)


def _stored(workbook: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return packed.getvalue()


def as_database(tables: Sequence[Table], dates: str) -> bytes:
    """Return a SQLite database; it has no type for dates, so they are texts of the form `dates`."""
    return sqlite_file([_relation(table, dates) for table in tables])


def _relation(table: Table, dates: str) -> Relation:
    columns = [f"{name} {_column_type(table, at)}" for at, name in enumerate(table.columns)]
    rows = [[_stored_cell(cell, dates) for cell in row] for row in table.rows]
    return Relation(table.name, f"CREATE TABLE {table.name} ({', '.join(columns)})", rows)


def _column_type(table: Table, at: int) -> str:
    kinds = {type(row[at]) for row in table.rows} - {type(None)}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int}:
        return "INTEGER"
    return "NUMERIC" if kinds and kinds <= {int, Decimal} else "TEXT"


def _stored_cell(cell: Cell, dates: str) -> Value:
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    if isinstance(cell, date):
        return cell.strftime(dates)
    return cell or None if isinstance(cell, str) else cell
