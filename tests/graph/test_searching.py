from typing import Any

import pytest

from graph.errors import UsageError
from graph.model import Category
from graph.searching import LONGEST_WORD, index_values, mark_query, search_query, search_text

_ROW: dict[str, Any] = {"source": "crm", "table": "customers", "key": "A-7", "kind": "Customer"}


def test_words_stand_folded_as_they_sound_and_joined_each_once() -> None:
    found = search_text([{**_ROW, "name": "Müller-Lüdenscheidt MÜLLER", "email": "a@b.org"}])
    assert found == "=customer @crm @crmcustomers 7 a a7 ab aborg b ludenscheidt muller mullerludenscheidt org".replace(
        " ab ", " "
    )
    assert "mueller muller" in search_text([{**_ROW, "name": "Mueller"}])


def test_scripts_without_spaces_stand_letter_by_letter_and_end_in_a_bar() -> None:
    assert search_text([{**_ROW, "name": "华侨ABC"}]).split(" ", 3)[3] == "7 a a7 abc 华 侨 |"


def test_marks_are_set_apart() -> None:
    row = {**_ROW, "nature": "Person", "level": "A+", "tags": ["VIP gold"], "generated": True, "phone": "+49 30 12"}
    assert search_text([row]).split()[:9] == [
        "#vipgold",
        "$a",
        "%210394",
        "=customer",
        "=generated",
        "=person",
        "@crm",
        "@crmcustomers",
        "12",
    ]
    assert mark_query("Customer", [("@", "CRM"), ("#", None), ("$", "a")]) == (
        r"+searchText:\=customer +searchText:\@crm +searchText:\$a"
    )


def test_what_an_index_would_refuse_is_cut() -> None:
    found = index_values(Category.PARTY, {"name": "x" * 10**5, "city": "y" * 10**5}, [{**_ROW, "name": "x" * 10**5}])
    assert (len(found["sortName"]), len(found["sortCity"]), len(found["sortCountry"])) == (200, 401, 202)
    assert max(map(len, found["searchText"].split())) == LONGEST_WORD


def test_parties_of_a_place_stand_together_by_name_and_those_of_none_last() -> None:
    def key(country: str | None, name: str) -> str:
        return index_values(Category.PARTY, {"country": country, "name": name}, [_ROW])["sortCountry"]

    ordered = [key("DE", "zoë"), key("DEX", "anna"), key("Ö", "b"), key(None, "a"), key("", "b")]
    assert ordered == sorted(ordered)
    assert ordered[0] == "de\x01zoe"


def test_one_whose_records_have_all_ended_has_but_a_name() -> None:
    assert index_values(Category.PARTY, {"name": "Ann", "country": "DE"}, []) == {"sortName": "ann"}


@pytest.mark.parametrize("text", ["", " ", "-- ** ++", "\x00", '"', "\\", "(", "()~?"])
def test_a_text_without_a_letter_or_digit_finds_nothing(text: str) -> None:
    assert search_query(text) == r"searchText:\|\|"


@pytest.mark.parametrize("text", ["x" * 201, "a " * 17])
def test_a_text_that_is_too_long_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="search for up to 16 words"):
        search_query(text)
