"""The same company, written by somebody else: how one system's spelling becomes another's."""

import re
import unicodedata
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from app.demo.countries import COUNTRIES
from app.demo.dice import Dice
from app.demo.rows import Company

_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_UNDECOMPOSED: Final = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "ß": "ss", "ª": "a", "º": "o", "’": "'"}
)
_LEGAL_FORM: Final = re.compile(
    r",? (GmbH( & Co\. KG)?|mbH|AG|Ltd\.?|Inc\.|LTDA|Ltda\.|S\.A\.|S\.p\.A\.|s\.r\.l\.|AB|HB|Oy)$"
)
_SHORT_WORDS: Final = MappingProxyType(
    {
        "Restaurante": "Rest.",
        "restauration": "Rest.",
        "Comidas": "Com.",
        "Delikatessen": "Delikat.",
        "Delicatessen": "Deli",
        "Supermarkt": "SM",
        "Supermercado": "Superm.",
        "Handelsgesellschaft": "Handelsges.",
        "Trading": "Trdg",
        "Imports": "Imp.",
        "Importadora": "Import.",
        "Markets": "Mkts",
        "Market": "Mkt",
        "Grocery": "Groc.",
        "Grocers": "Groc.",
        "Cooperativa": "Coop.",
        "Specialty": "Spec.",
        "Beverages": "Bev.",
        "Breweries": "Brew.",
        "und": "&",
        "and": "&",
        "et": "&",
        "y": "&",
    }
)
_STREET_WORDS: Final = MappingProxyType(
    {
        "Str.": "Straße",
        "Avda.": "Avenida",
        "Av.": "Avenida",
        "Ave.": "Avenue",
        "Rua": "R.",
        "rue": "r.",
        "Via": "V.",
        "Blvd.": "Boulevard",
        "Rd.": "Road",
        "Ln.": "Lane",
        "Sq.": "Square",
        "C/": "Calle",
        "Gran": "Gr.",
    }
)
_ENGLISH_CITIES: Final = MappingProxyType(
    {
        "München": "Munich",
        "Köln": "Cologne",
        "Genève": "Geneva",
        "Bruxelles": "Brussels",
        "Lisboa": "Lisbon",
        "Torino": "Turin",
        "Sevilla": "Seville",
        "Kobenhavn": "Copenhagen",
        "México D.F.": "Mexico City",
        "Warszawa": "Warsaw",
        "Göteborg": "Gothenburg",
    }
)


def fold(text: str, country: str) -> str:
    """Return the text in plain letters: German umlauts as two, all other accents left out."""
    if country in {"Germany", "Austria", "Switzerland"}:
        text = text.translate(_GERMAN)
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(name: str) -> str:
    """Return a name as the part of an internet address: small plain letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name, "").lower()).strip("-")


def plain_tax_id(tax_id: str) -> str:
    """Return a tax id without the marks that writers put in it."""
    return re.sub(r"[^0-9A-Z]", "", tax_id.upper())


def spaced_tax_id(tax_id: str, dice: Dice) -> str:
    """Return a tax id with a gap or a hyphen somewhere, as accountants write them."""
    cut = 3 if tax_id.startswith("CHE") else 2
    joint = dice.pick(("", " ", "-", "."))
    return f"{tax_id[:cut]}{joint}{tax_id[cut:-3]}{joint}{tax_id[-3:]}"


def respell(company: Company, dice: Dice) -> Company:
    """Return the company as another system knows it: same place and people, other writing."""
    country = company.country
    name = _name(company.name, country, dice)
    street = _street(company) if dice.chance(0.6) else company.street
    city = _ENGLISH_CITIES.get(company.city, company.city) if dice.chance(0.5) else company.city
    if dice.chance(0.75):
        name, street, city = (fold(text, country) for text in (name, street, city))
    if dice.chance(0.35):
        name, street, city = name.upper(), street.upper(), city.upper()
    return replace(
        company,
        name=name,
        street=re.sub(" +", " ", street),
        city=city,
        postal_code=re.sub(r"^[A-Z]+-|(?<=\d) (?=\d)", "", company.postal_code),
        phone=_phone(company.phone, country, dice),
        fax=_phone(company.fax, country, dice) if company.fax and dice.chance(0.3) else "",
    )


def _name(name: str, country: str, dice: Dice) -> str:
    form = COUNTRIES[country].legal_form
    bare = _LEGAL_FORM.sub("", name)
    if dice.chance(0.4):
        bare = _words(bare, _SHORT_WORDS)
    if bare.split(" ", 1)[0] in {"The", "Die", "La", "Le"} and dice.chance(0.7):
        article, rest = bare.split(" ", 1)
        bare = f"{rest}, {article}"
    if dice.chance(0.12):
        bare = _slip(bare, dice)
    if bare == _LEGAL_FORM.sub("", name) and bare != name:
        return bare if dice.chance(0.4) else f"{bare} {form}"
    return f"{bare} {form}" if dice.chance(0.6) else bare


def _street(company: Company) -> str:
    street = _words(company.street, _STREET_WORDS)
    # Elsewhere `St.` is a saint.
    return street.replace("St.", "Street") if company.country in {"UK", "USA", "Australia"} else street


def _words(text: str, known: MappingProxyType[str, str]) -> str:
    return " ".join(known.get(word, word) for word in text.split(" "))


def _slip(text: str, dice: Dice) -> str:
    """Leave out one letter, or swap two, somewhere behind the first three."""
    if len(text) < 8:
        return text
    at = dice.number(3, len(text) - 3)
    if dice.chance(0.5):
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _phone(phone: str, country: str, dice: Dice) -> str:
    digits = re.sub(r"\D", "", phone)
    calling = COUNTRIES[country].calling
    local = digits.removeprefix("0")
    styles = (
        f"+{calling} {local}",
        f"00{calling}{local}",
        f"+{calling} ({local[:2]}) {local[2:]}",
        digits,
        f"{digits[:3]}/{digits[3:]}",
    )
    return dice.pick(styles)
