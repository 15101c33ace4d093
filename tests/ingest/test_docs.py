"""The documentation of mappings is true: its example is loaded, and it says everything there is."""

import datetime as dt
import re
from pathlib import Path

import pytest

from graph.errors import InvalidDataError
from graph.model import FieldType
from ingest.assembly import Assembler
from ingest.cleaning import STEPS
from ingest.mapping import load_mapping
from ingest.mapping.columns import columns_used
from ingest.mapping.sections import Section
from ingest.mapping.settings import (
    DEFAULTS,
    EDGE,
    FIELD,
    KEY,
    LOOKUP,
    MAPPING,
    MODIFIED,
    NODE,
    ORDER,
    TABLE,
    TAKE,
    TO,
    WANTED,
)
from ingest.readers.chunk import Origin
from ingest.rejects import Reject
from ingest.rows import read_table
from ingest.values.words import FALSE, TRUE

from .helpers import properties, read

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")


def unpack(folder: Path) -> None:
    """Write the files that the tutorial shows."""
    blocks = re.findall(r"^```\w+ ([\w.]+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in blocks] == ["clients.csv", "orderlines.csv", "shop.yaml"]
    for name, content in blocks:
        (folder / name).write_text(content, encoding="utf-8")


def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    unpack(tmp_path)
    clients, orders, lines = load_mapping(tmp_path / "shop.yaml").tables
    rows, rejects = read(clients, tmp_path)
    assert rejects == []
    assert properties(rows) == {
        "K-001": {"name": "Alfreds Futterkiste", "country": "DE", "phone": "+49301234567"},
        "K-002": {"name": "Around the Horn", "country": "GB", "phone": "+442079460018"},
        "K-003": {"name": "Ana Trujillo", "country": "MX", "phone": "call the office"},
    }
    assert rows[0].modified == dt.datetime(2024, 5, 6, 10, tzinfo=dt.UTC)
    rows, rejects = read(orders, tmp_path)
    assert rejects == []
    assert properties(rows)["7001"] == {"at": dt.date(2024, 5, 6), "totalMinor": 123_450, "currency": "EUR"}
    assert [edge.key for row in rows for edge in row.edges] == ["K-001", "K-001", "K-002"]
    rows, rejects = read(lines, tmp_path)
    assert rejects == []
    assert [row.key for row in rows] == ["7001|A1", "7001|B7", "7002|B7"]
    assert rows[0].properties == {"quantity": 10.0, "unitPriceMicros": 120_000_000, "currency": "EUR"}


def test_the_tutorials_mistake_is_reported_as_it_says(tmp_path: Path) -> None:
    unpack(tmp_path)
    said = re.search(r"``(shop\.yaml:.*?)``", TEXT, re.DOTALL)
    assert said is not None
    mapping = tmp_path / "shop.yaml"
    mapping.write_text(mapping.read_text().replace("node: Customer", "node: Custommer"))
    with pytest.raises(InvalidDataError) as error:
        load_mapping(mapping)
    assert str(error.value) == said[1].replace("\n", " ")


STUBS = {
    "orders": "file: o.csv, node: Order, key: id",
    "clients": "file: c.csv, node: Customer, key: id",
}


@pytest.mark.parametrize("table", re.findall(r"^```yaml\n(  - name: .*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
def test_every_table_that_is_shown_is_one(table: str, tmp_path: Path) -> None:
    stubs = [f"  - {{name: {name}, {said}}}\n" for name, said in STUBS.items() if f"name: {name}\n" not in table]
    path = tmp_path / "mapping.yaml"
    path.write_text("source: shop\ntables:\n" + table + "".join(stubs), encoding="utf-8")
    shown, *_ = load_mapping(path).tables
    Assembler(shown, Origin("a.csv", tuple(columns_used(shown))))


def test_every_setting_is_described() -> None:
    own = (DEFAULTS, LOOKUP, NODE, ORDER, TAKE, WANTED)
    sections: tuple[Section, ...] = (MAPPING, TABLE, FIELD, KEY, MODIFIED, TO, EDGE, *own)
    names = {setting.name for section in sections for setting in section.settings}
    assert [name for name in sorted(names) if f"`{name}`" not in TEXT and f"{name}:" not in TEXT] == []


def test_every_step_type_and_word_is_described() -> None:
    assert [name for name in STEPS if f"`{name}`" not in TEXT and f"`{name}:" not in TEXT] == []
    assert [kind for kind in FieldType if f"| `{kind}` |" not in TEXT] == []
    words = re.search(r"\| `boolean` \| (.*?), in capitals", TEXT)
    assert words is not None
    true, false = words[1].split(" / ")
    assert (set(true.split()), set(false.split())) == (set(TRUE), set(FALSE))


def test_nothing_in_the_tutorial_is_rejected(tmp_path: Path) -> None:
    unpack(tmp_path)
    for table in load_mapping(tmp_path / "shop.yaml").tables:
        assert not [each for each in read_table(table, tmp_path) if isinstance(each, Reject)]
