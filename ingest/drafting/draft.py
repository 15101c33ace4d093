"""Writes the draft of a mapping: every column of a file, what it seems to hold, and what a person must decide."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from python_calamine import CalamineError, CalamineWorkbook

from graph.errors import InvalidDataError
from graph.model import KINDS, RESERVED, Category, FieldType, Kind
from ingest.drafting.infer import Guess, guess
from ingest.drafting.kinds import field_of, free_name, kind_of
from ingest.drafting.sniff import sniff
from ingest.mapping.model import Options, Table
from ingest.mapping.options import format_of
from ingest.readers import read_chunks

_SAMPLE: Final = 20_000
_PLAIN: Final = re.compile(r"[A-Za-z_][\w./-]*")
_SQLITE: Final = (".db", ".sqlite", ".sqlite3")
_KEY_WORDS: Final = re.compile(r"(^|_|[a-z])(id|no|nr|number|nummer|code|key|编号)$", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"(.+?)_?(id|ID|Id|code|Code|no|No|nr|Nr)$")
_AMOUNTS: Final = frozenset({FieldType.MONEY, FieldType.UNIT_PRICE})


@dataclass(frozen=True, slots=True)
class Sample:
    """A table to draft: its name, how it is read, its columns, and some of its rows."""

    name: str
    settings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Sequence[str], ...]


def init_mapping(file: Path) -> str:
    """Return a first mapping for a file, as YAML with comments: types, the likely key, dates and amounts.

    It can be loaded as it is; lines that end in `?` are for a person to decide. A workbook gives a table for each of
    its sheets, a SQLite file one for each of its tables.

    Raises
    ------
    InvalidDataError
        The file cannot be read, or is of no kind that is known.

    """
    if not file.is_file():
        raise InvalidDataError(f"{file}: there is no such file; check the path")
    samples = list(_samples(file))
    if not samples:
        raise InvalidDataError(f"{file.name}: there is no table in it")
    lines = [
        f"# Drafted from {file.name}; see docs/mapping.md for what each setting means.",
        f"source: {_scalar(_slug(file.parent.resolve().name) or 'source')}   # the system's name; part of every key?",
        "precedence: 10   # where two systems disagree about a party's value, the higher one wins",
        "tables:",
    ]
    for sample in samples:
        lines += _Draft(sample).lines()
    return "\n".join(lines) + "\n"


def _samples(file: Path) -> Iterator[Sample]:
    if file.name.lower().endswith(_SQLITE):
        yield from _database_samples(file)
        return
    form = format_of(file.name)
    stem = _slug(file.name.partition(".")[0]) or "table"
    where = f"file: {_scalar(file.name)}"
    if form == "excel":
        for number, sheet in enumerate(_sheets(file), 1):
            name = _slug(sheet) or f"sheet{number}"
            options = Options("excel", sheet=sheet)
            yield from _sample(file, options, name, (where, f"sheet: {_scalar(sheet)}"))
    elif form in {"parquet", "jsonl"}:
        yield from _sample(file, Options(form), stem, (where,))
    else:
        options = sniff(file)
        yield from _sample(file, options, stem, (where, *_csv_settings(file, options)))


def _sheets(file: Path) -> list[str]:
    try:
        return list(CalamineWorkbook.from_path(file).sheet_names)
    except (CalamineError, OSError) as error:
        raise InvalidDataError(f"{file.name}: this is no workbook, or it is damaged ({error})") from error


def _database_samples(file: Path) -> Iterator[Sample]:
    try:
        names = sa.inspect(sa.create_engine(f"sqlite:///{file}", poolclass=sa.pool.NullPool)).get_table_names()
    except sa.exc.SQLAlchemyError as error:
        raise InvalidDataError(f"{file.name}: this is no SQLite file, or it is damaged") from error
    for name in names:
        options = Options("sql", url=f"sqlite:///{file.name}", relation=name)
        settings = (f"url: {_scalar(f'sqlite:///{file.name}')}", f"table: {_scalar(name)}")
        yield from _sample(file, options, _slug(name) or "table", settings)


def _sample(file: Path, options: Options, name: str, settings: tuple[str, ...]) -> Iterator[Sample]:
    table = _bare_table(name, file, options)
    rows: list[Sequence[str]] = []
    columns: tuple[str, ...] = ()
    for chunk in islice(read_chunks(table, file.parent), _SAMPLE):
        columns = columns or chunk.origin.columns
        rows.extend(row for row in chunk.rows if len(row) == len(columns))
        if len(rows) >= _SAMPLE:
            break
    if columns:
        yield Sample(name, settings, columns, tuple(rows[:_SAMPLE]))


def _bare_table(name: str, file: Path, options: Options) -> Table:
    pattern = re.sub(r"([*?\[])", r"[\1]", file.name)
    return Table(
        name, "draft", (pattern,), options, KINDS["Customer"], None, None, None, (), None, "full", (), (), None, (), 0
    )


def _csv_settings(file: Path, options: Options) -> tuple[str, ...]:
    settings = []
    if format_of(file.name) != "csv":
        settings.append("format: csv")
    if options.delimiter != ("\t" if file.name.lower().endswith((".tsv", ".tab")) else ","):
        settings.append(f"delimiter: {_scalar(options.delimiter)}")
    if options.row_end:
        settings.append(f"row_end: {_scalar(options.row_end)}")
    if options.encoding:
        settings.append(f"encoding: {options.encoding}   # it is not UTF-8; check that names look right")
    if options.names is not None:
        settings.append("header: false   # no line with names was found; columns go by number. Better: [name, …]")
    return tuple(settings)


class _Draft:
    """The draft of one table."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._kind = kind_of(sample.name, sample.columns)
        self._node: Kind = self._kind or KINDS["Customer"]
        self._cells = dict(zip(sample.columns, zip(*sample.rows, strict=True), strict=False))
        self._guesses = {name: guess(name, self._cells.get(name, ())) for name in sample.columns}
        self._key = self._likely_key()
        self._taken: set[str] = set()

    def lines(self) -> list[str]:
        """Return the lines of the table."""
        fields = self._fields()
        return [
            f"  - name: {_scalar(self._sample.name)}",
            *(f"    {setting}" for setting in self._sample.settings),
            f"    node: {self._node.label}" + ("" if self._kind else "   # which kind is it?"),
            f"    key: {self._key_text()}",
            "    extent: changes   # full, if the file always holds everything there is?",
            *(["    fields:", *fields] if fields else []),
            *self._edges(),
        ]

    def _likely_key(self) -> list[str]:
        """Return the first column with a name like a key's whose cells are all there and all different; else any."""
        unique = [
            name
            for name, cells in self._cells.items()
            if cells and all(cell.strip() for cell in cells) and len(set(cells)) == len(cells)
        ]
        named = [name for name in unique if _KEY_WORDS.search(name)]
        if named or unique:
            return (named or unique)[:1]
        return [name for name in self._sample.columns if _KEY_WORDS.search(name)][:2] or list(self._sample.columns[:1])

    def _key_text(self) -> str:
        names = [_scalar(name) for name in self._key]
        cells = [self._cells.get(name, ()) for name in self._key]
        rows = list(zip(*cells, strict=True))
        if len(set(rows)) < len(rows):
            note = "   # not different in every row: which columns name a row?"
        else:
            note = "" if _KEY_WORDS.search(self._key[0]) else "   # is this what names a row?"
        return (names[0] if len(names) == 1 else f"[{', '.join(names)}]") + note

    def _fields(self) -> list[str]:
        guesses = [
            (name, found) for name, found in self._guesses.items() if name not in self._key or self._is_named(name)
        ]
        ordered = sorted(
            guesses, key=lambda item: self._node.category is Category.INTERACTION and "date" not in item[0].lower()
        )
        lines = {name: self._field(name, found) for name, found in ordered}
        texts = [lines[name] for name, _ in guesses]
        drafted = [found.type for name, found in guesses]
        if any(kind in _AMOUNTS for kind in drafted) and "currency" not in self._taken:
            texts.append("      currency: {value: EUR}   # in which currency are the amounts?")
        return texts

    def _is_named(self, column: str) -> bool:
        return field_of(column, self._node, set()) in {"name", "code", "number"}

    def _field(self, column: str, found: Guess) -> str:
        name = field_of(column, self._node, self._taken)
        if name is not None and self._node.fields[name] is not found.type:
            name, found = self._reconciled(name, found)
        if name is None:
            name = free_name(column, self._taken | RESERVED | set(self._node.fields))
        self._taken.add(name)
        settings = [f"column: {_scalar(column)}"]
        if name not in self._node.fields and found.type is not FieldType.TEXT:
            settings.append(f"type: {found.type.value}")
        settings += [f"{key}: {value if key == 'clean' else _scalar(value)}" for key, value in found.settings]
        note = f"   # {found.note}" if found.note not in {"", "currency"} else ""
        said = (
            _scalar(column) if len(settings) == 1 and settings[0].startswith("column") else f"{{{', '.join(settings)}}}"
        )
        return f"      {_scalar(name)}: {said}{note}"

    def _reconciled(self, name: str, found: Guess) -> tuple[str | None, Guess]:
        """Return the field if its type can hold what the column holds, with settings that fit it; else none."""
        wanted = self._node.fields[name]
        if wanted is FieldType.TEXT:
            return name, Guess(FieldType.TEXT, note=found.note)
        numbers = {FieldType.INTEGER, FieldType.NUMBER} | _AMOUNTS
        if wanted in numbers - {FieldType.INTEGER} and found.type in numbers:
            settings = tuple(pair for pair in found.settings if pair[0] != "round")
            rounded = (
                (("round", "half_up"),) if wanted is FieldType.MONEY and found.type is FieldType.UNIT_PRICE else ()
            )
            return name, Guess(wanted, settings + rounded, found.note)
        return None, found

    def _edges(self) -> list[str]:
        """Return hints at edges: columns named like other tables' keys."""
        own = {name.lower() for name in self._key}
        lines = []
        for column in self._sample.columns:
            match = _REFERENCE.fullmatch(column)
            kind = kind_of(match[1], ()) if match else None
            if match and kind and column.lower() not in own and kind is not self._kind:
                table = _scalar(_plural(_slug(match[1])))
                lines.append(
                    f"    #  - {{type: ?, to: {{source: ?, table: {table}, key: {_scalar(column)}}}}}   # {kind.label}?"
                )
        return ["    # edges:   # what these columns name stands in other tables", *lines] if lines else []


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def _slug(text: str) -> str:
    return re.sub(r"[^\w.-]+", "_", text).strip("._-")


def _scalar(text: str) -> str:
    return (
        text
        if _PLAIN.fullmatch(text) and text.lower() not in {"true", "false", "null"}
        else json.dumps(text, ensure_ascii=False)
    )
