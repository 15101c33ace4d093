import pytest

from cypher.fragment import Piece, pieces, split


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
