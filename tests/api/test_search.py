"""Search over what the loader itself wrote: by any word, however it is spelt, and still right after every change."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph import merging
from graph.client import Database
from graph.ending import end
from graph.loading import write_nodes
from graph.model import KINDS
from graph.schema import migrate
from tests.api.conftest import Query
from tests.conftest import Ask
from tests.graph.rows import of_load, record

_LOAD = "2024-01-01T00:00:00Z"
_CUSTOMERS = (
    record("JOSE", name="José Rodríguez", email="a.rodriguez@example.org", city="Málaga"),
    record("MU1", name="Müller GmbH", phone="+49 30 1234567", taxId="DE 123 456 789"),
    record("MU2", name="Mueller AG", city="Köln"),
    record("MU3", name="Muller Ltd", contactName="Ann O'Brien-Smith"),
    record("HUA", name="华侨银行", legalName="OCBC Bank"),
    record("AND", name="A and B", website="www.a-and-b.example"),
    record("KOELN", name="Köln Verlag", tags=["VIP gold"], level="A"),
)
_SUPPLIER = record("S-1", "Supplier", table="suppliers", name="Müller Supply")


_TYPED: tuple[tuple[str, set[str]], ...] = (
    ("Rodriguez", {"JOSE"}),
    ("rodríguez JOSE", {"JOSE"}),
    ("rod", {"JOSE"}),
    ("malaga", {"JOSE"}),
    ("Müller", {"MU1", "MU2", "MU3", "S-1"}),
    ("Muller", {"MU1", "MU2", "MU3", "S-1"}),
    ("MUELLER", {"MU1", "MU2", "MU3", "S-1"}),
    ("muel", {"MU1", "MU2", "MU3", "S-1"}),
    ("Müller gmbh", {"MU1"}),
    ("müller köln", {"MU2"}),
    ("Koeln", {"MU2", "KOELN"}),
    ("华", {"HUA"}),
    ("侨银", {"HUA"}),
    ("华银", set()),
    ("华侨银行 bank", {"HUA"}),
    ("a AND", {"AND"}),
    ("A AND NOT B", set()),
    ("OR", {"JOSE"}),  # begins the address's `org`; it is no operator
    ("a-and-b", {"AND"}),
    ("obrien smith", {"MU3"}),
    ("O'Brien-Smith", {"MU3"}),
    ("a.rodriguez@example.org", {"JOSE"}),
    ("a.rodriguez@example", {"JOSE"}),
    ("b.rodriguez@example.org", set()),
    ("HUA", {"HUA"}),
    ("S-1", {"S-1"}),
    ("DE123456789", {"MU1"}),
    ("DE 123 456 789", {"MU1"}),
    ("DE 123 456 780", set()),
    ("+49 30 1234567", {"MU1"}),
    ("030/1234567", {"MU1"}),
    ("34567", {"MU1"}),
    ("34568", set()),
    ("", set()),
    ("*", set()),
    ("?:*~^", set()),
    ("searchText:muller", set()),
    ("=customer", set()),
    ("VIP", set()),
    ("mul* OR rod*", set()),
    ('"', set()),
    ("\x00", set()),
)


@pytest.fixture
def loaded(client: object, database: Database) -> Database:
    _write(database, "Customer", *_CUSTOMERS)
    _write(database, "Supplier", _SUPPLIER)
    return database


def _write(database: Database, kind: str, *rows: Any, load: str = _LOAD) -> None:
    database.write(lambda tx: write_nodes(tx, kind, [of_load(row, load) for row in rows], load))


def _found(query: Query, text: str, **more: Any) -> list[str]:
    answer = query(
        "query($words: String!, $role: Role) { search(text: $words, role: $role) {"
        " totalCount edges { node { records { key } } } } }",
        words=text,
        **more,
    )
    assert "errors" not in answer, answer
    page = answer["data"]["search"]
    assert page["totalCount"] == len(page["edges"])
    return [edge["node"]["records"][0]["key"] for edge in page["edges"]]


def test_a_party_is_found_by_what_people_type(loaded: Database, query: Query) -> None:
    assert {text: set(_found(query, text)) for text, _ in _TYPED} == dict(_TYPED)


def test_the_word_as_it_is_spelt_comes_first_and_a_role_narrows(loaded: Database, query: Query) -> None:
    assert _found(query, "Mueller")[0] == "MU2"
    assert _found(query, "Köln")[0] == "KOELN"  # a name is worth more than a city
    assert _found(query, "Müller", role="SUPPLIER") == ["S-1"]


def test_pages_of_a_search_are_the_whole_each_party_once(loaded: Database, query: Query) -> None:
    _write(loaded, "Customer", *(record(f"T{n:02}", name="Twin Sister") for n in range(30)))
    text = (
        'query($after: String) { search(text: "twin", first: 7, after: $after) { totalCount'
        " pageInfo { hasNextPage endCursor } edges { node { id } } } }"
    )
    found: list[str] = []
    after, more = None, True
    while more:
        page = query(text, after=after)["data"]["search"]
        assert page["totalCount"] == 30
        found += [edge["node"]["id"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert found == sorted(found)
    assert len(found) == 30


def test_what_changes_is_found_as_it_is_now(loaded: Database, query: Query) -> None:
    _write(loaded, "Customer", record("JOSE", name="Pepe Ruiz"), load="2024-01-02T00:00:00Z")
    assert (_found(query, "rodriguez"), _found(query, "ruiz")) == ([], ["JOSE"])
    left, right = _CUSTOMERS[1].id, _SUPPLIER.id
    places = merging.places(loaded, [left, right])
    loaded.write(lambda tx: merging.move(tx, [(places[right], left)]))
    assert _found(query, "gmbh supply") == _found(query, "gmbh supply", role="SUPPLIER") == ["MU1"]
    places = merging.places(loaded, [right])
    loaded.write(lambda tx: merging.move(tx, [(places[right], right)]))
    assert (_found(query, "gmbh supply"), _found(query, "supply")) == ([], ["S-1"])
    loaded.write(lambda tx: end(tx, [right], "2024-01-03T00:00:00Z", node=KINDS["Supplier"], edge=None))
    assert _found(query, "supply") == []


@pytest.fixture
def earlier(loaded: Database, ask: Ask) -> Iterator[None]:
    """The graph as a Guanxi of before migration 005 left it."""
    ask("MATCH (n:Party|Thing) SET n.searchText = null, n.sortCountry = null, n.sortCity = null, n.sortCode = null")
    ask("MATCH (m:Migration {id: '005'}) DELETE m")
    yield
    migrate(loaded)


def test_a_database_that_was_loaded_before_is_brought_up_to_date(
    earlier: None, loaded: Database, query: Query, ask: Ask
) -> None:
    assert _found(query, "malaga") == []
    assert migrate(loaded) == ["005"]
    assert _found(query, "malaga") == ["JOSE"]
    assert ask("MATCH (p:Party) WHERE p.sortCountry IS NULL OR p.sortCity IS NULL RETURN count(p)") == [[0]]
    assert migrate(loaded) == []
