"""Digests: equal content, equal digest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.rows import Edge

from .helpers import customers, mapping_of, read, write


def digest(folder: Path, content: str, fields: str = "{name: name, city: city}", **settings: str) -> str:
    write(folder, content)
    (row,), _ = read(customers(folder, fields, **settings), folder)
    return row.digest


def test_equal_content_has_an_equal_digest_wherever_it_stands(tmp_path: Path) -> None:
    first = digest(tmp_path, "id,name,city\n1,Ann,Oslo\n")
    assert digest(tmp_path, "city;x;name;id\n;;;\nOslo;y;Ann;1\n".replace(";;;\n", ""), delimiter="';'") == first
    assert digest(tmp_path, "id,name,city\n1,Ann,Oslo\n", "{city: city, name: name}") == first
    assert digest(tmp_path, "id,n,city\n1, Ann,Oslo\n", "{city: city, name: {column: n, clean: trim}}") == first
    assert digest(tmp_path, "id,name,city,f\n1,Ann,Oslo,\n", "{city: city, name: name, fax: f}") == first
    (tmp_path / "other").mkdir()
    assert digest(tmp_path / "other", "id,name,city\n1,Ann,Oslo\n") == first


def test_other_content_has_another_digest(tmp_path: Path) -> None:
    content = "id,name,city,d\n1,Ann,Oslo,2024-01-01\n"
    edges = "[{type: SERVES, direction: in, to: {source: hr, table: staff, key: city}}]"
    digests = [
        digest(tmp_path, content),
        digest(tmp_path, content.replace("Ann", "ann")),
        digest(tmp_path, content, "{name: city, city: name}"),
        digest(tmp_path, content, "{name: name}"),
        digest(tmp_path, content, "{name: name, city: {column: city, precedence: 5}}"),
        digest(tmp_path, content, modified="d"),
        digest(tmp_path, content, nature="Person"),
        digest(tmp_path, content, node="Supplier"),
        digest(tmp_path, content, edges=edges),
        digest(tmp_path, content, "{name: name, city: city, d: d}"),
        digest(tmp_path, content, "{name: name, city: city, d: {column: d, type: date}}"),
    ]
    assert len(set(digests)) == len(digests)
    write(tmp_path, content)
    with_precedence = mapping_of(
        tmp_path,
        "source: test\nprecedence: 3\ntables: [{name: customers, file: customers.csv, node: Customer, key: id, "
        "fields: {name: name, city: city}}]",
    ).tables[0]
    assert read(with_precedence, tmp_path)[0][0].digest not in digests


def test_edges_of_one_kind_have_an_order_of_their_own(tmp_path: Path) -> None:
    def edges(first: str, second: str, fields: str = "") -> tuple[tuple[Edge, ...], str]:
        one = "{type: SERVES, direction: in, to: {source: hr, table: staff, key: %s}}"
        table = customers(tmp_path, "{}", edges=f"[{one % first}, {one % second}]")
        (row,), _ = read(table, tmp_path)
        return row.edges, row.digest

    write(tmp_path, "id,a,b\n1,9,5\n")
    assert edges("a", "b") == edges("b", "a")
    assert [edge.key for edge in edges("a", "b")[0]] == ["5", "9"]
    write(tmp_path, "id,a,b\n1,5,5\n")
    assert [edge.key for edge in edges("a", "b")[0]] == ["5"]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=12)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=30))
def test_digests_tell_contents_apart(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in pair] for pair in pairs]
    write(folder, "id,name,city\n" + "".join(f"{at},{a},{b}\n" for at, (a, b) in enumerate(quoted)))
    rows, rejects = read(customers(folder, "{name: name, city: city}"), folder)
    assert rejects == []
    for one in rows:
        for other in rows:
            assert (one.digest == other.digest) == (one.properties == other.properties)
