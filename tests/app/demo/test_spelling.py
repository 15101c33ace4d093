import pytest

from app.demo.dice import Dice
from app.demo.rows import Company
from app.demo.spelling import fold, plain_tax_id, respell, slug, spaced_tax_id

COMPANY = Company(
    id="X",
    name="Königlich Essen",
    contact="Philip Cramer",
    contact_title="Sales Associate",
    street="Maubelstr. 90",
    city="München",
    region="",
    postal_code="D-80331",
    country="Germany",
    phone="0555-09876",
)


@pytest.mark.parametrize(
    ("text", "country", "plain"),
    [
        ("Süßwaren", "Germany", "Suesswaren"),
        ("Vinbæltet Århus", "Denmark", "Vinbaeltet Arhus"),
        ("Tradição", "Brazil", "Tradicao"),
        ("Łódź", "Poland", "Lodz"),
        ("München", "Sweden", "Munchen"),
    ],
)
def test_fold_leaves_plain_letters(text, country, plain):
    assert fold(text, country) == plain


def test_slug_is_fit_for_an_address():
    assert slug("Heli Süßwaren GmbH & Co. KG") == "heli-susswaren-gmbh-co-kg"


def test_a_spaced_tax_id_is_still_the_same():
    for number in range(20):
        assert plain_tax_id(spaced_tax_id("CHE690506156MWST", Dice(number))) == "CHE690506156MWST"


def test_respelling_keeps_who_and_where():
    spellings = {respell(COMPANY, Dice("spelling", number)) for number in range(50)}
    assert len({company.name for company in spellings}) > 5
    assert {company.name[:2].upper() for company in spellings} <= {"KÖ", "KO"}
    assert {company.country for company in spellings} == {"Germany"}
    assert {company.postal_code for company in spellings} == {"80331"}
    assert all(
        company.phone.replace(" ", "").replace("/", "").replace(")", "").endswith("09876") for company in spellings
    )
