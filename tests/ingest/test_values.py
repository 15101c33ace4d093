"""Texts as values."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.currency import EXPONENTS
from ingest.faults import Unfit, shorten
from ingest.values.dates import check_format, check_timezone, date_reader, datetime_reader
from ingest.values.memo import Memo
from ingest.values.money import amount_column, money, unit_price
from ingest.values.numbers import NumberText, integer, integers, number, plain
from ingest.values.words import boolean, members


def test_integers() -> None:
    assert [integer(text) for text in ("12", "-3", "+4", " 5 ", "0012", "12.0", "7.", "")] == [
        12,
        -3,
        4,
        5,
        12,
        12,
        7,
        None,
    ]
    assert integer(str(2**63 - 1)) == 2**63 - 1


@pytest.mark.parametrize("text", ["1.5", "1_000", "١٢", "1e3", "x", "0x10", str(2**63), "9" * 5000, "--1", "1 2", "½"])
def test_what_is_no_integer(text: str) -> None:
    with pytest.raises(Unfit):
        integer(text)


def test_numbers() -> None:
    assert [number(text) for text in ("1.5", "-.5", "1e3", " 2 ", "")] == [1.5, -0.5, 1000.0, 2.0, None]


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "1e999", "1_0", "1,5", "x", "٣"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Unfit) as error:
        number(text)
    assert ("decimal: ','" in error.value.hint) == ("," in text)


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "written"),
    [
        (",", None, "1,5", "1.5"), (",", ".", "1.234.567,89", "1234567.89"), (".", ",", "1,234.5", "1234.5"),
        (",", " ", "1 234,5", "1234.5"), (",", " ", "1\u00a0234,5", "1234.5"), (".", "'", "1’234.5", "1234.5"),
        (",", ".", "-1.234", "-1234"), (",", ".", "12", "12"), (".", ",", "1,234", "1234"),
    ],
)  # fmt: skip
def test_marks(decimal: str, thousands: str | None, text: str, written: str) -> None:
    normalise = plain(decimal, thousands)
    assert normalise is not None
    assert normalise(text) == written
    assert normalise(NumberText("1.234")) == "1.234"


@pytest.mark.parametrize(
    ("decimal", "thousands", "text"),
    [
        (",", None, "1.5"),
        (",", ".", "1.5"),
        (".", ",", "1,23"),
        (".", ",", "1,2345"),
        (",", ".", "1.23.456"),
        (".", ",", ",123"),
    ],
)
def test_marks_that_would_be_guessed(decimal: str, thousands: str | None, text: str) -> None:
    normalise = plain(decimal, thousands)
    assert normalise is not None
    with pytest.raises(Unfit):
        normalise(text)


def test_money_is_whole_minor_units_of_its_currency() -> None:
    read = money("exact")
    assert [read(text, "EUR") for text in ("12.34", "12.3", "12", "-0.50", ".5", "+1", "12.3400", " 7 ", "", " ")] == [
        1234, 1230, 1200, -50, 50, 100, 1234, 700, None, None,
    ]  # fmt: skip
    assert read("12", "JPY") == 12
    assert read("12.345", "KWD") == 12345
    assert read("1E+3", "EUR") == 100_000
    assert read("92233720368547758.07", "EUR") == 2**63 - 1


def test_money_is_rounded_only_when_told() -> None:
    with pytest.raises(Unfit, match="round: half_up"):
        money("exact")("32.3800011", "USD")
    assert money("half_up")("32.3800011", "USD") == 3238
    assert [money("half_up")(text, "EUR") for text in ("0.005", "0.015", "-0.005")] == [1, 2, -1]
    assert [money("half_even")(text, "EUR") for text in ("0.005", "0.015", "-0.005")] == [0, 2, 0]
    assert money("half_up")("2.5", "JPY") == 3


@pytest.mark.parametrize(
    "text", ["x", "1,5", "nan", "inf", "1_0", "1e999999999", "1e-999999999", "9" * 100, "٣", "92233720368547758.08"]
)
def test_what_is_no_amount(text: str) -> None:
    for rounding in ("exact", "half_up"):
        with pytest.raises(Unfit):
            money(rounding)(text, "EUR")


def test_money_needs_a_currency() -> None:
    for read in (money("exact"), unit_price("exact")):
        assert read("", None) is None
        for currency in (None, "EURO", "eur", "XXX", ""):
            with pytest.raises(Unfit) as error:
                read("1", currency)
            assert error.value.rule == "currency"


def test_unit_prices_are_millionths() -> None:
    assert unit_price("exact")("50.2635", "USD") == 50_263_500
    assert unit_price("exact")("0.000001", "JPY") == 1
    with pytest.raises(Unfit):
        unit_price("exact")("0.0000001", "USD")
    assert unit_price("half_up")("9.80000019", "USD") == 9_800_000


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["EUR", "USD"]))
def test_money_is_exact(amount: Decimal, currency: str) -> None:
    assert money("exact")(str(amount), currency) == int(amount * 100)


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=6),
    st.sampled_from(["EUR", "JPY", "KWD", "CLF"]),
)
def test_a_column_of_amounts_is_read_like_its_cells(amounts: list[Decimal], currency: str) -> None:
    for texts in (
        list(map(str, amounts)),
        [f"{amount:.2f}" for amount in amounts],
        [f"{amount:.0f}" for amount in amounts],
    ):
        for minor, read in ((True, money("exact")), (False, unit_price("exact"))):
            column = amount_column(minor)(texts, currency)
            assert column is None or column == [read(text, currency) for text in texts]
    assert amount_column(True)(["1", "x"], "EUR") is None


@given(
    st.lists(
        st.integers(-(10**20), 10**20).map(str) | st.sampled_from(["", " 1", "1.0", "1_0"]), min_size=1, max_size=5
    )
)
def test_a_column_of_integers_is_read_like_its_cells(texts: list[str]) -> None:
    column = integers(texts)
    assert column is None or column == [integer(text) for text in texts]


def test_currencies() -> None:
    assert (EXPONENTS["EUR"], EXPONENTS["JPY"], EXPONENTS["KWD"], EXPONENTS["CLF"]) == (2, 0, 3, 4)
    assert len(EXPONENTS) > 160
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)


def test_dates() -> None:
    read = date_reader(())
    day = dt.date(2024, 2, 29)
    for text in ("2024-02-29", " 2024-02-29 ", "2024-02-29 00:00:00.000", "2024-02-29T00:00:00"):
        assert read(text) == day
    assert read("") is None
    assert date_reader(("%d.%m.%Y", "%Y%m%d"))("29.02.2024") == date_reader(("%d.%m.%Y", "%Y%m%d"))("20240229") == day
    assert date_reader(("%Y-%m-%d %H:%M:%S.%f",))("2024-02-29 12:13:14.150") == day
    assert date_reader(("epoch",))("1709164800") == date_reader(("epoch_ms",))("1709164800000") == day


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29",
        "29.02.2024",
        "2024-2-9",
        "20240229",
        "2024-W09-4",
        "2024-02-29 12:00:00",
        "0000-00-00",
        "x",
        "2024-02-29x",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Unfit):
        date_reader(())(text)
    with pytest.raises(Unfit):
        date_reader(("%m/%d/%Y",))(text)


def test_times_are_in_utc() -> None:
    noon = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
    assert datetime_reader((), None)("2024-07-01T14:00:00+02:00") == noon
    assert datetime_reader((), None)("2024-07-01 12:00:00Z") == noon
    assert datetime_reader((), "Europe/Berlin")("2024-07-01 14:00") == noon
    assert datetime_reader(("%d.%m.%Y %H:%M",), "UTC")("01.07.2024 12:00") == noon
    assert datetime_reader((), "UTC")("2024-07-01") == noon.replace(hour=0)
    assert datetime_reader(("epoch",), None)("1719835200.5") == noon.replace(microsecond=500_000)
    assert datetime_reader((), None)(" ") is None


def test_times_that_are_not_certain() -> None:
    berlin = datetime_reader((), "Europe/Berlin")
    with pytest.raises(Unfit, match="say its `timezone`"):
        datetime_reader((), None)("2024-07-01 14:00")
    with pytest.raises(Unfit, match="never stood on a clock"):
        berlin("2024-03-31 02:30")
    assert berlin("2024-10-27 02:30") == dt.datetime(2024, 10, 27, 0, 30, tzinfo=dt.UTC)  # shown twice: the first
    for text in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1e400", "noon", "2024-13-01"):
        with pytest.raises(Unfit):
            datetime_reader((), None)(text)
        with pytest.raises(Unfit):
            datetime_reader(("epoch",), None)(text)


def test_formats_and_zones_are_checked() -> None:
    for pattern in ("%Y-%m-%d", "%d.%m.%y", "%b %d, %Y", "%Y%m%d", "epoch", "%j %Y"):
        check_format(pattern)
    for pattern in ("%d.%m", "%Y", "hello", "%Q", "%H:%M", ""):
        with pytest.raises(ValueError, match="an example is"):
            check_format(pattern)
    check_timezone("Asia/Shanghai")
    for zone in ("Mars/Phobos", "../etc/passwd", "/etc/localtime", ""):
        with pytest.raises(ValueError, match="there is no time zone"):
            check_timezone(zone)


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_iso_dates_are_read_back(day: dt.date) -> None:
    assert date_reader(())(day.isoformat()) == day


def test_booleans_and_lists() -> None:
    assert [boolean(text) for text in ("true", "Y", " 1 ", "JA", "是", "No", "0", "nein", "否", "")] == [
        True, True, True, True, True, False, False, False, False, None,
    ]  # fmt: skip
    for text in ("maybe", "2", "-1"):
        with pytest.raises(Unfit):
            boolean(text)
    assert members(",")(" a, b,,c ,") == ["a", "b", "c"]
    assert members(";")("a,b") == ["a,b"]
    assert members(",")(" , ") is None
    assert members(",", typed=True)('["a, b", null, 1, {"c": 2}]') == ["a, b", "1", '{"c":2}']
    assert members(",", typed=True)("[a") == ["[a"]


def test_a_memo_forgets_when_full_and_does_not_keep_long_texts() -> None:
    calls: list[str] = []

    def work(text: str) -> int:
        calls.append(text)
        return len(text)

    memo = Memo(work)
    assert [memo["abc"], memo["abc"], memo["x" * 500], memo["x" * 500]] == [3, 3, 500, 500]
    assert len(calls) == 3
    for count in range(50_000):
        memo[str(count)]
    assert len(memo) <= 20_000


def test_values_are_shown_short_and_printable() -> None:
    assert shorten("a\nb\x00\udcff") == "a\\nb\\x00\\xff"
    assert shorten("x" * 500).endswith("… (500 characters)")
