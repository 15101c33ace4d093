import pytest
from graphql import FieldNode, FragmentDefinitionNode, OperationDefinitionNode, parse

from api.fixed import FixedSelections, mentions_variables
from graph.selection import Selection


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


def test_a_selection_is_found_by_its_very_nodes() -> None:
    known = FixedSelections()
    (one,), (other,) = (read("{ party { name } }")[0] for _ in range(2))
    kept = Selection("Party", ())
    known.keep([one], kept)
    assert known.find([one]) is kept
    assert known.find([other]) is None
    assert known.find([one, other]) is None
