"""Small mappings and files for the tests of ingest."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent, indent

from ingest.mapping import Mapping, Table, load_mapping
from ingest.rejects import Reject
from ingest.rows import Row, read_table


def write_mapping(folder: Path, text: str, name: str = "mapping.yaml") -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def mapping_of(folder: Path, text: str) -> Mapping:
    return load_mapping(write_mapping(folder, text))


def table_of(folder: Path, text: str) -> Table:
    """The only table of a mapping whose settings are `text`."""
    body = indent(dedent(text).strip(), "    ").lstrip()
    (table,) = mapping_of(folder, f"source: test\ntables:\n  - {body}\n").tables
    return table


def customers(folder: Path, fields: str = "{name: name}", **settings: str) -> Table:
    """A table of customers with key `id`."""
    said = {"name": "customers", "file": "customers.csv", "node": "Customer", "key": "id", **settings}
    return table_of(folder, "\n".join(f"{name}: {value}" for name, value in {**said, "fields": fields}.items()))


def write(folder: Path, content: str | bytes, name: str = "customers.csv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(table: Table, folder: Path) -> tuple[list[Row], list[Reject]]:
    rows: list[Row] = []
    rejects: list[Reject] = []
    for each in read_table(table, folder):
        (rows if isinstance(each, Row) else rejects).append(each)  # type: ignore[arg-type]
    return rows, rejects


def properties(rows: Iterable[Row]) -> dict[str, dict[str, object]]:
    return {row.key: row.properties for row in rows}


def rules(rejects: Iterable[Reject]) -> list[tuple[int, str, str]]:
    return [(each.number, each.column, each.rule) for each in rejects]
