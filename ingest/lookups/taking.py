"""What a look-up takes of the rows that it found: all must say the same, or are added up, counted or compared."""

from collections.abc import Callable
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any, Final, Protocol

import orjson

from graph.model import FieldType
from ingest.faults import Unfit, shorten
from ingest.mapping.model import Field, Take
from ingest.mapping.stages import clean_stages, run
from ingest.values.dates import date_reader, datetime_reader
from ingest.values.numbers import NumberText, plain

RULE: Final = "look-up"
_MEMBERS: Final = 10_000
_EXACT: Final = Context(prec=200, traps=[Inexact, InvalidOperation])


class Taking(Protocol):
    """Takes one column of the rows found; a row stands at `place`, as `FILE:ROW`."""

    def add(self, cell: str, place: str) -> None:
        """Take a row's cell into account; raises `Unfit`."""

    def result(self) -> str:
        """Return what all rows together say; raises `Unfit`."""


class Same:
    """All cells must say the same. With `filled`, empty ones are passed over.

    That they do not is told at the end: a row that comes later may be ahead of all these.
    """

    def __init__(self, column: str, *, filled: bool = False) -> None:
        self._column = column
        self._filled = filled
        self._least: dict[str, str] = {}
        """The two least cells, and the least place of each: what is said of them must not go by the order of rows."""

    def add(self, cell: str, place: str) -> None:
        """Take a cell into account."""
        if self._filled and (not cell or cell.isspace()):
            return
        known = self._least.get(cell)
        if known is None:
            self._least[cell] = place
            if len(self._least) > 2:
                del self._least[max(self._least)]
        elif place < known:
            self._least[cell] = place

    def result(self) -> str:
        """Return what all say; raises `Unfit`."""
        if len(self._least) > 1:
            said = " and ".join(f"`{shorten(cell)}` ({self._least[cell]})" for cell in sorted(self._least))
            raise Unfit(RULE, f"several rows are found, with different `{self._column}`: {said}; say which to `take`")
        return next(iter(self._least), "")


class Sum:
    """The exact sum of numbers."""

    def __init__(self, reads: Field, *, typed: bool) -> None:
        self._read = comparable(reads, typed=typed)
        self._sum: Decimal | None = None

    def add(self, cell: str, place: str) -> None:
        """Add a number."""
        value = rank_of(self._read, cell, place)
        if value is not None:
            self._sum = value if self._sum is None else _EXACT.add(self._sum, value)

    def result(self) -> str:
        """Return the sum; nothing where no row has a number."""
        return "" if self._sum is None else NumberText(format(self._sum, "f"))


class Extreme:
    """The cell with the least (`sign` -1) or greatest (1) value, as it stands; of equal ones the least text."""

    def __init__(self, reads: Field, sign: int, *, typed: bool) -> None:
        self._read = comparable(reads, typed=typed)
        self._sign = sign
        self._best: Any = None
        self._cell = ""

    def add(self, cell: str, place: str) -> None:
        """Take a cell into account."""
        value = rank_of(self._read, cell, place)
        if value is None:
            return
        better = self._best is None or (value > self._best if self._sign > 0 else value < self._best)
        if better or (value == self._best and cell < self._cell):
            self._best, self._cell = value, cell

    def result(self) -> str:
        """Return the cell."""
        return self._cell


class Count:
    """How many rows are not empty."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, cell: str, _place: str) -> None:
        """Count a cell."""
        self._count += bool(cell) and not cell.isspace()

    def result(self) -> str:
        """Return the count."""
        return NumberText(str(self._count))


class Members:
    """What the rows say, each once, sorted, as a JSON list."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._members: set[str] = set()

    def add(self, cell: str, _place: str) -> None:
        """Take in a cell."""
        if cell and not cell.isspace():
            self._members.add(str(cell))
            if len(self._members) > _MEMBERS:
                raise Unfit(RULE, f"has more than {_MEMBERS:,} different `{self._column}`; a list cannot hold them")

    def result(self) -> str:
        """Return the list; nothing where no row says anything."""
        return orjson.dumps(sorted(self._members)).decode() if self._members else ""


def taking(column: str, take: Take | None, *, typed: bool) -> Taking:
    """Return what takes a column. `typed` says that the file's cells have types of their own."""
    match take.how if take else "one":
        case "filled":
            return Same(column, filled=True)
        case "count":
            return Count()
        case "list":
            return Members(column)
        case "sum" if take:
            return Sum(take.reads, typed=typed)
        case "min" | "max" if take:
            return Extreme(take.reads, 1 if take.how == "max" else -1, typed=typed)
        case _:
            return Same(column)


def comparable(field: Field, *, typed: bool) -> Callable[[str], Any]:
    """Return a function from a cell to what it is compared or added up as; `None` for a blank one. Raises `Unfit`."""
    stages = clean_stages(field.clean).stages
    read = _reader(field, typed=typed)

    def value(cell: str) -> Any:
        cleaned = run(stages, cell)
        return read(cleaned) if cleaned and not cleaned.isspace() else None

    return value


def _reader(field: Field, *, typed: bool) -> Callable[[str], Any]:
    match field.type:
        case FieldType.DATE:
            return date_reader(field.formats, typed=typed)
        case FieldType.DATETIME:
            return datetime_reader(field.formats, field.timezone, typed=typed)
        case FieldType.NUMBER:
            normalise = plain(field.decimal, field.thousands)
            return lambda text: _decimal(normalise(text) if normalise else text)
        case _:
            return str


def _decimal(text: str) -> Decimal:
    stripped = text.strip()
    try:
        value = Decimal(stripped)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or "_" in stripped or not stripped.isascii() or len(stripped) > 40:
        comma = "; say `decimal: ','` or `thousands: ','` for what the comma means" if "," in text else ""
        raise Unfit("number", f"is not a number{comma or '; mend it, or clean it'}")
    if value and not -40 < value.adjusted() < 40:
        raise Unfit("number", "has more digits than a number can have; mend it")
    return value


def rank_of(read: Callable[[str], Any], cell: str, place: str) -> Any:
    """Return what a cell is compared as; raises `Unfit` that says where the cell stands."""
    try:
        return read(cell)
    except Unfit as unfit:
        raise Unfit(RULE, f"`{shorten(cell)}` in {place} {unfit.hint}") from None
