import pytest

from graph.money import major_units, price


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1234, "EUR", "12.34"),
        (-5, "EUR", "-0.05"),
        (0, "EUR", "0.00"),
        (500, "JPY", "500"),
        (1, "KWD", "0.001"),
        (1, "CLF", "0.0001"),
        (7, "", "0.07"),
        (2**63 - 1, "EUR", "92233720368547758.07"),
    ],
)
def test_minor_units_are_shown_in_major_ones(minor: int, currency: str, text: str) -> None:
    assert major_units(minor, currency) == text


@pytest.mark.parametrize(
    ("micros", "currency", "text"),
    [
        (1_234_500, "EUR", "1.2345"),
        (1_000_000, "EUR", "1.00"),
        (1, "EUR", "0.000001"),
        (-1, "JPY", "-0.000001"),
        (3_000_000, "JPY", "3"),
        (0, "KWD", "0.000"),
        (2**63 - 1, "EUR", "9223372036854.775807"),
    ],
)
def test_a_price_keeps_what_decimals_it_has(micros: int, currency: str, text: str) -> None:
    assert price(micros, currency) == text
