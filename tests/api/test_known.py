import pytest
from graphql import FieldNode, FragmentDefinitionNode, OperationDefinitionNode, parse

from api.known import KnownStatements, mentions_variables
from graph.compiler import Statement


def read(text: str) -> tuple[list[FieldNode], dict[str, FragmentDefinitionNode]]:
    definitions = parse(text).definitions
    operation = next(each for each in definitions if isinstance(each, OperationDefinitionNode))
    fields = [each for each in operation.selection_set.selections if isinstance(each, FieldNode)]
    return fields, {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("query ($id: ID!) { party(id: $id) { name } }", False),
        ("query ($n: Int) { party { orders(first: $n) { key } } }", True),
        ("query ($n: Int) { party { orders(filter: {all: [{n: $n}]}) { key } } }", True),
        ("query ($yes: Boolean!) { party { name @include(if: $yes) } }", True),
        ("query ($yes: Boolean!) { party { ... @skip(if: $yes) { name } } }", True),
        ("query ($n: Int) { party { ...A } } fragment A on Party { ...B } fragment B on Party { o(first: $n) }", True),
        ('{ party { ...A ...A orders(first: 3, tags: ["a"]) { key } } } fragment A on Party { name }', False),
    ],
)
def test_variables_are_seen_wherever_they_stand(text: str, mentioned: bool) -> None:
    assert mentions_variables(*read(text)) is mentioned


def test_a_statement_is_found_by_its_very_nodes_and_which_arguments_are_null() -> None:
    known = KnownStatements()
    (one, _), (other, _) = (read("{ party { name } }") for _ in range(2))
    kept = Statement("RETURN $id0, $limit1", {"id0": "a", "limit1": 3}, lambda rows: rows, {"id0": "id"})
    known.keep(one, {"id": "a", "asOf": None}, kept, {})
    assert known.find(one, {"id": "b", "asOf": None}) is kept
    assert known.find(one, {"id": "b", "asOf": "2024-01-01"}) is None
    assert known.find(other, {"id": "a", "asOf": None}) is None
    assert kept.of({"id": "b", "asOf": None}).parameters == {"id0": "b", "limit1": 3}


def test_a_statement_that_variables_have_a_say_in_is_not_kept() -> None:
    known = KnownStatements()
    nodes, fragments = read("query ($n: Int) { party { orders(first: $n) { key } } }")
    known.keep(nodes, {}, Statement("RETURN 1", {}, lambda rows: rows), fragments)
    assert known.find(nodes, {}) is None
