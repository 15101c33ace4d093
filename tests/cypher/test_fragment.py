import pytest

from cypher import fragments
from cypher.fragment import Piece, expanded, pieces, split


def test_names_stand_alone_and_strings_stay_whole() -> None:
    text = "MATCH (this)-[_e:A]->(child) WHERE child.this = 'child' AND x._e = $after.day"
    names = [part for part in split(text) if part in {"this", "child", "_e", "$after", "'child'"}]
    assert names == ["this", "_e", "child", "child", "'child'", "$after"]
    assert "".join(split(text)) == text


def test_a_line_may_stand_under_a_condition() -> None:
    assert pieces("a\n  AND b = $f.x  // if f.x\nc") == (
        Piece(("a\n",), ()),
        Piece(("  AND b = ", "$f", ".x\n"), ("f", "x")),
        Piece(("c",), ()),
    )


@pytest.mark.parametrize("comment", ["// iffy", "// if", "// if a b"])
def test_any_other_comment_is_no_condition(comment: str) -> None:
    assert [piece.condition for piece in pieces(f"a {comment}\n")] == [()]


def test_a_part_stands_on_one_line_with_names_of_its_own() -> None:
    text = expanded("WHERE @Contract.runs(_c) = $running AND @Edge.holds(child)  // if running")
    assert text == (
        "WHERE (coalesce(_c.startsAt, _c.at) <= asOf AND coalesce(_c.endsAt >= asOf, true)) = $running AND"
        " (coalesce(child.validFrom <= asOf, true) AND coalesce(child.validTo >= asOf, true))  // if running"
    )


def test_a_part_put_twice_does_not_share_its_names() -> None:
    names = {part for part in split(expanded("@Invoice.paidMinor(_a) + @Invoice.paidMinor(_b)")) if part[0] == "_"}
    assert names == {"_a", "_b", *(f"_{name}_{n}" for name in ("sum", "amount", "settles", "payment") for n in (1, 2))}


def test_a_part_is_no_field_and_one_that_is_missing_is_named() -> None:
    assert "paidMinor" not in fragments("Invoice")
    with pytest.raises(KeyError, match=r"Invoice.cypher has no part paid"):
        expanded("@Invoice.paid(this)")
