"""Reads the demo's exports with plain code, by what the mappings say of the files."""

import csv
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import yaml
from python_calamine import CalamineWorkbook

Row = dict[str, str]


@dataclass(frozen=True)
class Reference:
    """A reference of one row to another, as a mapping has it."""

    table: "Table"
    source: str
    target: str
    column: str
    required: bool
    edge: str


@dataclass(frozen=True)
class Table:
    """A table: its mapping, and its rows as texts."""

    source: str
    mapping: dict
    rows: list[Row]

    @property
    def name(self) -> str:
        return self.mapping["name"]

    @property
    def fields(self) -> dict[str, dict]:
        said = self.mapping.get("fields", {})
        return {name: field if isinstance(field, dict) else {"column": field} for name, field in said.items()}

    @property
    def keys(self) -> list[str]:
        if "key" in self.mapping:
            return [row[self.mapping["key"]] for row in self.rows]
        ends = [self.mapping[end]["key"] for end in ("from", "to")]
        return ["|".join(row[end] for end in ends) for row in self.rows]

    @property
    def references(self) -> list[Reference]:
        ends = [(self.mapping.get("edge"), self.mapping[end], True) for end in ("from", "to") if end in self.mapping]
        ends += [(edge["type"], edge["to"], edge.get("required", False)) for edge in self.mapping.get("edges", [])]
        return [
            Reference(self, to.get("source", self.source), to["table"], to["key"], required, edge)
            for edge, to, required in ends
        ]

    def value(self, row: Row, field: str) -> str:
        """The text of a field before cleaning, or its constant."""
        said = self.fields.get(field, {})
        if "value" in said:
            return str(said["value"]).lower() if isinstance(said["value"], bool) else said["value"]
        return row[said["column"]] if "column" in said else ""

    def day(self, row: Row, field: str) -> date | None:
        said, text = self.fields[field], self.value(row, field)
        return datetime.strptime(text, said.get("format", "%Y-%m-%d")).date() if text else None

    def number(self, row: Row, field: str) -> Decimal:
        text = self.value(row, field)
        return Decimal(text.replace(self.fields[field].get("decimal", "."), ".")) if text else Decimal(0)

    def by_key(self) -> dict[str, Row]:
        return dict(zip(self.keys, self.rows, strict=True))


@dataclass(frozen=True)
class Exports:
    """All tables of all systems."""

    folder: Path

    @cached_property
    def tables(self) -> dict[tuple[str, str], Table]:
        found = {}
        for path in sorted(self.folder.glob("*/*.yaml")):
            mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
            for table in mapping["tables"]:
                rows = _read(path.parent, table)
                for column, value in table.get("only", {}).items():
                    rows = [row for row in rows if row[column] == value]
                found[mapping["source"], table["name"]] = Table(mapping["source"], table, rows)
        return found

    def __getitem__(self, name: str) -> Table:
        """`exports["crm:customers"]`."""
        source, _, table = name.partition(":")
        return self.tables[source, table]


def _read(folder: Path, table: dict) -> list[Row]:
    if "url" in table:
        return _ask(folder / table["url"].removeprefix("sqlite:///"), table)
    path = folder / table["file"]
    if path.suffix == ".xlsx":
        header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(table["sheet"]).to_python()
        return [dict(zip(header, map(_text, row), strict=True)) for row in rows]
    delimiter = table.get("delimiter", "\t" if path.suffix == ".tsv" else ",")
    with path.open(encoding=table.get("encoding", "utf-8"), newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _ask(path: Path, table: dict) -> list[Row]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        answer = database.execute(table.get("query") or f"SELECT * FROM {table['table']}")
        header = [column[0] for column in answer.description]
        rows = answer.fetchall()
        flags = {name for (sql,) in database.execute("SELECT sql FROM sqlite_schema") for name in _flags(sql)}
    return [
        {name: _text(bool(cell) if name in flags else cell) for name, cell in zip(header, row, strict=True)}
        for row in rows
    ]


def _flags(sql: str) -> list[str]:
    return re.findall(r"(\w+) BOOLEAN", sql)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
