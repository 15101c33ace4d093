import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.keys import join_key, split_key


def test_one_part_is_itself() -> None:
    assert join_key(["a|b\\c"]) == "a|b\\c"


def test_parts_are_joined_and_marks_in_them_escaped() -> None:
    assert join_key(["10248", "11"]) == "10248|11"
    assert join_key(["a|b", "c\\"]) == "a\\|b|c\\\\"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_key_gives_its_parts_back(parts: list[str]) -> None:
    assert split_key(join_key(parts), len(parts)) == tuple(parts)


@given(st.lists(st.text("ab|\\"), min_size=2, max_size=3), st.lists(st.text("ab|\\"), min_size=2, max_size=3))
def test_different_parts_never_give_one_key(left: list[str], right: list[str]) -> None:
    assert (join_key(left) == join_key(right)) == (left == right)


def test_a_key_with_other_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="3 parts, not 2"):
        split_key("a|b|c", 2)
