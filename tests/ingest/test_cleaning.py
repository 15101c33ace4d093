"""The cleaning vocabulary."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import STEPS
from ingest.faults import Unfit


def clean(step: str, text: str, *beside: str, **argument: Any) -> str:
    function: Any = STEPS[step].build(**argument)
    return str(function(text, *beside))


def unfit(step: str, text: str, *beside: str, **argument: Any) -> str:
    with pytest.raises(Unfit) as error:
        clean(step, text, *beside, **argument)
    return error.value.rule


@pytest.mark.parametrize(
    ("step", "text", "cleaned"),
    [
        ("trim", "  a  b \t\n", "a  b"),
        ("squeeze", "  a \n\t b\u3000c ", "a b c"),
        ("upper", "straße", "STRASSE"),
        ("lower", "ÄB", "äb"),
        ("title", "ANNA-MARIA o'neil (berlin)", "Anna-Maria O'neil (Berlin)"),
        ("width", "ＡＢＣ　１２３（株）ｶﾀｶﾅ ﬁ", "ABC 123(株)カタカナ fi"),
        ("unescape", "a\\nb\\t\\\\ \\u00e9\\x \\ud800", "a\nb\t\\ é\\x \\ud800"),
        ("name", "DAVOLIO,  nancy", "Nancy Davolio"),
        ("name", "ludwig VAN beethoven", "ludwig VAN beethoven"),
        ("name", "LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("name", "sean o'neil-mcdonald", "Sean O'Neil-McDonald"),
        ("name", "Smith, John, Jr.", "Smith, John, Jr."),
        ("name", "陈 先生", "陈 先生"),
        ("address", "507 - 20th Ave. E.\nApt. 2A ,, x\n\n Seattle ,", "507 - 20th Ave. E., Apt. 2A, x, Seattle"),
        ("email", " Anna Müller <Anna@Example.COM> ", "Anna@example.com"),
        ("email", "mailto:a.b+c@d-e.co.uk.", "a.b+c@d-e.co.uk"),
        ("uscc", "９１１１００００ ６０００３７３４１ｌ", "91110000600037341L"),
        ("amount", "€ 1.234,50", "1.234,50"),
        ("amount", "USD 5", "5"),
        ("amount", "1 234,50 kr", "1234,50"),
        ("amount", "1\u00a0234\u202f567,00 €", "1234567,00"),
        ("amount", "(12.00)", "-12.00"),
        ("amount", "12.00-", "-12.00"),
        ("amount", "−3", "-3"),
        ("amount", "- 5 €", "-5"),
        ("amount", "￥１，２３４", "1,234"),
        ("amount", ".50", ".50"),
        ("percent", "12,5 %", "0.125"),
        ("percent", "100%", "1.00"),
        ("percent", "-0.5", "-0.005"),
        ("percent", "７％", "0.07"),
        ("currency", "€", "EUR"),
        ("currency", "us$", "USD"),
        ("currency", "Schweizer Franken", "CHF"),
        ("currency", "人民币", "CNY"),
        ("currency", " eur ", "EUR"),
    ],
)
def test_steps(step: str, text: str, cleaned: str) -> None:
    assert clean(step, text) == cleaned


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("email", "anna"), ("email", "a@b"), ("email", "a b@c.de"), ("email", "a@b..de"), ("email", "a@@b.de"),
        ("email", ".a@b.de"), ("email", "a" * 65 + "@b.de"), ("uscc", "91110000600037341M"), ("uscc", "123"),
        ("amount", "EUR"), ("amount", "1-2"), ("amount", "5%"), ("amount", "5 of 6"), ("percent", "%"),
        ("percent", "many"), ("percent", "1.000,5 %"), ("currency", "$"), ("currency", "¥"), ("currency", "gold"),
        ("country", "Atlantis"), ("country", "MI"),
    ],
)  # fmt: skip
def test_steps_that_cannot_be_applied(step: str, text: str) -> None:
    assert unfit(step, text) == step


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UK", "GB"), ("USA", "US"), ("U.S.A.", "US"), ("u. s.", "US"), ("Germany", "DE"), ("DEUTSCHLAND", "DE"),
        ("de", "DE"), ("DEU", "DE"), ("276", "DE"), ("德国", "DE"), ("中国", "CN"), ("中華人民共和國", "CN"),
        ("People's Republic of China", "CN"), ("the Netherlands", "NL"), ("Holland", "NL"), ("Côte d'Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"), ("Ivory Coast", "CI"), ("Czech Republic", "CZ"), ("香港", "HK"), ("Hong Kong", "HK"),
        ("台灣", "TW"), ("South Korea", "KR"), ("Korea, Republic of", "KR"), ("St. Lucia", "LC"), ("Saint Lucia", "LC"),
        ("日本", "JP"), ("Россия", "RU"), ("Bosnia & Herzegovina", "BA"), ("Turkey", "TR"), ("EL", "GR"), (" ", ""),
        ("Schweiz", "CH"), ("Suisse", "CH"), ("Österreich", "AT"), ("Norge", "NO"), ("NO", "NO"),
        ("Vereinigte Staaten", "US"),
    ],
)  # fmt: skip
def test_countries(name: str, code: str) -> None:
    assert clean("country", name) == code


def test_phones_of_one_region() -> None:
    assert clean("phone", "030 / 123 45-67", region="DE") == "+49301234567"
    assert clean("phone", "+44 20 7946 0018", region="Germany") == "+442079460018"
    assert clean("phone", "030 1234567 ext. 5", region="DE") == "+49301234567;ext=5"
    assert clean("phone", "０１０－８８８８８８８８", region="CN") == "+861088888888"
    assert unfit("phone", "call me", region="DE") == "phone"
    assert unfit("phone", "12", region="DE") == "phone"
    with pytest.raises(ValueError, match="there is no such country"):
        STEPS["phone"].build(region="Atlantis")


def test_phones_by_a_column() -> None:
    assert clean("phone", "(206) 555-9857", "USA", region_column="country") == "+12065559857"
    assert clean("phone", "020 7946 0018", "UK", region_column="country") == "+442079460018"
    assert clean("phone", "+49 30 1234567", "", region_column="country") == "+49301234567"
    assert clean("phone", "", "Atlantis", region_column="country") == ""
    assert unfit("phone", "030 1234567", "", region_column="country") == "phone"
    assert unfit("phone", "030 1234567", "Atlantis", region_column="country") == "phone"


def test_phones_with_their_country() -> None:
    assert clean("phone", "+1 (206) 555-9857") == "+12065559857"
    assert unfit("phone", "(206) 555-9857") == "phone"


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("DE 136 695 976", "DE", "DE136695976"), ("136695976", "Germany", "DE136695976"),
        ("12-3456789", "US", "123456789"),
        ("EL094259216", "GR", "EL094259216"), ("094259216", "EL", "EL094259216"), ("b58378431", "ES", "ESB58378431"),
        ("GB 980 7806 84", "UK", "GB980780684"), ("91110000600037341L", "中国", "91110000600037341L"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"), ("30-62315065-4", "AR", "30623150654"),
    ],
)  # fmt: skip
def test_tax_ids(text: str, country: str, number: str) -> None:
    assert clean("tax_id", text, country=country) == number
    assert clean("tax_id", text, country, country_column="c") == number


def test_tax_ids_that_are_wrong() -> None:
    assert unfit("tax_id", "DE136695975", country="DE") == "tax_id"
    assert unfit("tax_id", "1", "Atlantis", country_column="c") == "tax_id"
    assert clean("tax_id", " ", country="DE") == ""


def test_words() -> None:
    assert clean("null_if", "n/a", words=("n/a", "-")) == ""
    assert clean("null_if", "N/A", words=("n/a",)) == "N/A"
    assert clean("map", "1", pairs=(("1", "true"), ("0", "false"))) == "true"
    assert clean("map", "2", pairs=(("1", "true"),)) == "2"
    assert clean("map", "", pairs=(("", "none"),)) == "none"
    assert clean("replace", "2024/05/06", pairs=(("/", "-"), (r"^(\d+)-(\d+)", r"\2-\1"))) == "05-2024-06"


@pytest.mark.parametrize("step", [kind.name for kind in STEPS.values() if kind.takes == "nothing" or kind.optional])
@given(text=st.text(max_size=40))
def test_no_text_crashes_a_step_and_nothing_stays_nothing(step: str, text: str) -> None:
    assert clean(step, "") == ""
    with suppress(Unfit):
        clean(step, text).encode()


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for step in ("trim", "squeeze", "width", "address", "country", "email"):
        try:
            once = clean(step, text)
        except Unfit:
            continue
        assert clean(step, once) == once


def test_every_step_is_described() -> None:
    assert all(kind.about and name == kind.name for name, kind in STEPS.items())
