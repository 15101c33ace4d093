"""Numbers as people write them: amounts with their currency, percentages, and currencies themselves."""

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale

from graph.currency import EXPONENTS
from ingest.cleaning.letters import width
from ingest.cleaning.steps import Clean, CleanWith, StepKind, simple
from ingest.faults import Unfit
from ingest.values.memo import Memo
from ingest.values.numbers import NumberText

_LANGUAGES: Final = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "zh", "zh_Hant", "ja", "ko"]
_SIGNS: Final = {
    "€": "EUR", "£": "GBP", "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "HK$": "HKD",
    "NT$": "TWD", "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH",
    "₫": "VND", "฿": "THB", "₱": "PHP", "₪": "ILS", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "Fr.": "CHF", "SFr.": "CHF",
    "RMB": "CNY", "人民币": "CNY", "人民幣": "CNY", "元": "CNY", "CN¥": "CNY", "円": "JPY", "JP¥": "JPY", "Euro": "EUR",
}  # fmt: skip
_DOUBTFUL: Final = frozenset({"$", "¥", "￥", "kr", "dollar", "dollars", "pound", "franc", "peso", "krone"})
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "﹣": "-"})
_NUMBER: Final = re.compile(r"[+-]?(?:[\d.,'’]|(?<=\d)\s(?=\d))*\d(?:[.,](?!\d))?")
_PERCENT: Final = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?\s*%?", re.ASCII)


@cache
def _currencies() -> MappingProxyType[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).currencies.items():
            if code in EXPONENTS:
                names.setdefault(str(name).casefold(), str(code))
    names.update({sign.casefold(): code for sign, code in _SIGNS.items()})
    names.update({code.casefold(): code for code in EXPONENTS})
    return MappingProxyType(names)


def currency(text: str) -> str:
    """Return the ISO 4217 code of a currency given by code, sign or name.

    Raises
    ------
    Unfit
        There is no such currency, or the sign may mean several.

    """
    said = " ".join(width(text).split()).casefold()
    if not said:
        return ""
    code = _currencies().get(said)
    if code is None:
        if said in _DOUBTFUL:
            raise Unfit("currency", "may mean several currencies; `map` it to the one that is meant first")
        raise Unfit("currency", "is no currency that is known; give its three-letter code, or `map` it first")
    return code


def currency_step() -> Clean:
    """Return a step that makes a currency's code out of its code, sign or name."""
    return Memo(currency).__getitem__


def amount(text: str) -> str:
    """Return the bare number of an amount: "€ 1.234,50" gives "1.234,50", "(12.00)" and "12.00-" give "-12.00".

    Raises
    ------
    Unfit
        There is not exactly one number in it.

    """
    if text.__class__ is NumberText:
        return text
    plain = width(text).translate(_MINUS).strip()
    if not plain:
        return ""
    found: list[str] = _NUMBER.findall(plain)
    rest = _NUMBER.sub("", plain)
    if len(found) != 1 or "%" in rest or any(unicodedata.category(letter)[0] not in "LSPZ" for letter in rest):
        raise Unfit("amount", "does not hold exactly one number; mend it")
    number = found[0].replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if (rest.startswith("(") and rest.endswith(")")) or "-" in rest:
        return "-" + number.lstrip("+-")
    return number


def percent(text: str) -> str:
    """Return the hundredth: "12,5 %" gives 0.125. A cell that is a number in a workbook is one already.

    Raises
    ------
    Unfit
        It is no percentage.

    """
    if text.__class__ is NumberText:
        return text
    plain = width(text).strip().translate(_MINUS)
    if not plain:
        return ""
    match = _PERCENT.fullmatch(plain)
    if match is None or not (match[2] or match[3]):
        raise Unfit("percent", "is no percentage such as 12.5 %; mend it")
    sign, whole, fraction = match.groups("")
    digits = whole.zfill(3)
    return NumberText(f"{sign}{digits[:-2]}.{digits[-2:]}{fraction}")


def sign_step(sign_column: str = "", minus: str = "") -> CleanWith:
    """Return a step that turns an amount's sign where another column says one of the words in `minus`.

    Raises
    ------
    ValueError
        The column or the words are missing.

    """
    words = frozenset(word.strip().casefold() for word in minus.split(",")) - {""}
    if not words or not sign_column:
        raise ValueError("`sign` needs a `sign_column`, and in `minus` its words that turn a sign, as `H` or `C, Cr`")

    def sign(text: str, said: str) -> str:
        if not text or text.isspace() or said.strip().casefold() not in words:
            return text
        bare = text.strip()
        turned = bare[1:] if bare[0] in "-−" else f"-{bare.lstrip('+')}"
        return NumberText(turned) if text.__class__ is NumberText else turned

    return sign


KINDS: Final[tuple[StepKind, ...]] = (
    simple("amount", "the bare number of an amount: `€ 1.234,50` gives `1.234,50`, `(12.00)` gives `-12.00`", amount),
    simple("percent", "`12,5 %` becomes 0.125", percent),
    StepKind(
        "sign",
        "turns an amount's sign where another column says one of some words",
        sign_step,
        "keywords",
        (
            ("sign_column", "the column that says it, as debit or credit"),
            ("minus", "the words that turn the sign, with commas between them"),
        ),
    ),
    StepKind("currency", "a currency's sign or name becomes its ISO 4217 code", currency_step),
)
