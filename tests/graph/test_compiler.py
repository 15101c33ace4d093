import re
from datetime import date

import pytest

from graph import cursors
from graph.compiler import compile_root
from graph.errors import AmbiguousKeyError, UsageError
from graph.listing import party_list
from graph.selection import Field, Selection


def _name(*more: Field) -> Selection:
    return Selection("Party", (Field("called", "name", {}, "String"), *more))


def _party(selection: Selection, **arguments: object) -> Field:
    return Field("party", "party", arguments, "Party", selection)


def test_a_statement_holds_no_value_and_reads_by_position() -> None:
    statement = compile_root(_party(_name(), id="x"))
    assert statement.text == ("MATCH (:Record {id: $id0})-[:DESCRIBES]->(v1:Party)\nRETURN [v1.name], v1.id, null")
    assert statement.parameters == {"id0": "x"}
    assert statement.read([[["Ann"], "x", None]]) == {"called": "Ann"}
    assert statement.read([]) is None


def test_the_day_is_bound_only_where_it_is_needed() -> None:
    as_of = Field("asOf", "asOf", {}, "Date")
    own = Selection("Party", (Field("id", "id", {}, "ID"),))
    assert "asOf" not in compile_root(_party(own, id="x", asOf=date(2024, 1, 1))).text
    assert "asOf" not in compile_root(_party(_name(), id="x")).text
    assert ":WAS" in compile_root(_party(_name(), id="x", asOf=date(2024, 1, 1))).text  # the name of that day
    given = compile_root(_party(_name(as_of), id="x", asOf=date(2024, 1, 1)))
    assert given.text.startswith("WITH $asOf1 AS asOf\n")
    assert given.parameters["asOf1"] == date(2024, 1, 1)
    assert compile_root(_party(_name(as_of), id="x")).text.startswith("WITH coalesce(")


def test_what_was_not_given_leaves_no_trace() -> None:
    count = Selection("PartyConnection", (Field("n", "totalCount", {}, "Int"),))
    narrowed = party_list(None, {"country": "DE", "city": None, "nameContains": ""}, "name", descending=False)
    statement = compile_root(Field("parties", "parties", narrowed, "PartyConnection", count))
    assert "sortCountry" in statement.text
    assert not any(name in statement.text for name in ("sortCity", "CONTAINS", "generated", "//"))
    assert statement.read([[[[], 3]]]) == {"n": 3}


@pytest.mark.parametrize(
    ("order", "descending", "ending"),
    [
        ("name", False, "v1.sortName >= $after2 AND (v1.sortName <> $after2 OR v1.id > $after3)"),
        ("name", True, "v1.sortName <= $after2 AND (v1.sortName <> $after2 OR v1.id < $after3)"),
        ("city", True, "v1.sortCity <= $after2 AND (v1.sortCity <> $after2 OR v1.id < $after3)"),
    ],
)
def test_a_page_goes_on_behind_its_cursor_in_either_direction(order: str, descending: bool, ending: str) -> None:
    edges = Selection("PartyEdge", (Field("cursor", "cursor", {}, "String"),))
    page = Selection("PartyConnection", (Field("edges", "edges", {}, "PartyEdge", edges),))
    list_ = f"Query.parties{'' if order == 'name' else f' {order}'}{' descending' if descending else ''}"
    arguments = {
        **party_list(None, {}, order, descending=descending),
        "after": cursors.encode(list_, ["a", "b"]),
        "first": 2,
    }
    text = compile_root(Field("parties", "parties", arguments, "PartyConnection", page)).text
    assert ending in re.sub(r"\$after(\d)", lambda m: f"$after{int(m[1]) + 1}", text)
    sign = " DESC" * descending
    key = {"name": "sortName", "city": "sortCity"}[order]
    assert f"ORDER BY v1.{key}{sign}, v1.id{sign} LIMIT" in text
    wrong = {**arguments, "descending": not descending}
    with pytest.raises(UsageError, match="no cursor of this list"):
        compile_root(Field("parties", "parties", wrong, "PartyConnection", page))


def test_several_parties_are_ambiguous_and_several_records_of_one_are_not() -> None:
    statement = compile_root(Field("partyByKey", "partyByKey", {"source": "s", "key": "1"}, "Party", _name()))
    assert statement.read([[["Ann"], "a", "t1"], [["Ann"], "a", "t2"]]) == {"called": "Ann"}
    with pytest.raises(AmbiguousKeyError, match=r"2 parties: b \(table t1\); a \(table t2\); say which table"):
        statement.read([[["Ann"], "a", "t2"], [["Ben"], "b", "t1"]])


@pytest.mark.parametrize("first", [-1, 101])
def test_a_page_out_of_bounds_is_a_usage_error(first: int) -> None:
    count = Selection("PartyConnection", (Field("n", "totalCount", {}, "Int"),))
    with pytest.raises(UsageError, match="0 to 100"):
        compile_root(Field("parties", "parties", {"first": first}, "PartyConnection", count))


def test_a_label_that_is_no_kind_is_a_usage_error() -> None:
    count = Selection("PartyConnection", (Field("n", "totalCount", {}, "Int"),))
    with pytest.raises(UsageError, match="no kind"):
        compile_root(Field("parties", "parties", {"role": "A) DETACH DELETE (n"}, "PartyConnection", count))


def test_a_cursor_comes_back_as_it_went() -> None:
    text = cursors.encode("List.rows", ["2024-02-29", 'é"\n華'])
    assert cursors.decode("List.rows", text, ["date", "text"]) == [date(2024, 2, 29), 'é"\n華']
    with pytest.raises(UsageError, match="no cursor of this list"):
        cursors.decode("List.others", text, ["date", "text"])
