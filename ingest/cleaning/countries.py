"""Countries by name, in the languages that business is mostly done in, to ISO 3166 alpha-2 codes.

The names are those of Unicode's CLDR, which Babel carries; the others here are what people write besides.
"""

import unicodedata
from collections.abc import Callable
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale
from babel.core import get_global

from ingest.cleaning.steps import Clean, CleanWith, StepKind
from ingest.faults import Unfit
from ingest.values.memo import Memo

_LANGUAGES: Final = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "da",
    "sv",
    "nb",
    "fi",
    "tr",
    "ru",
    "uk",
    "el",
    "hu",
    "ro",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "ar",
]
_NO_COUNTRIES: Final = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_ALIASES: Final = """
AE UAE|U.A.E.|Emirates
BN Brunei Darussalam
BO Bolivia, Plurinational State of|Plurinational State of Bolivia
CD DR Congo|DRC|Democratic Republic of the Congo|Congo, Democratic Republic of the
CG Republic of the Congo|Congo
CI Ivory Coast|Cote d Ivoire
CN PRC|P.R. China|PR China|Mainland China|People's Republic of China|VR China
CN 中华人民共和国|中華人民共和國|中國大陸|中国大陆
CV Cape Verde
CZ Czech Republic|Tschechische Republik
DE BRD|Federal Republic of Germany|Bundesrepublik Deutschland
FM Federated States of Micronesia
GB UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Großbritannien|Grande-Bretagne|大不列颠|英國
GR EL|Hellas
HK Hong Kong|Hongkong|香港
IE Éire|Republic of Ireland|Eire
IR Iran, Islamic Republic of|Islamic Republic of Iran
KP North Korea|DPRK|Democratic People's Republic of Korea
KR South Korea|Korea|Republic of Korea|Korea, Republic of|Korea, South|Südkorea
LA Lao PDR|Lao People's Democratic Republic
MD Moldova, Republic of|Republic of Moldova
MK Macedonia|FYROM
MM Burma
MO Macao|Macau|澳门|澳門
NL Holland|The Netherlands|Hollande
PS Palestine|State of Palestine
RU Russian Federation|Russland|Russische Föderation
SY Syrian Arab Republic
SZ Swaziland
TL East Timor
TR Turkey|Türkei
TW Taiwan, Province of China|Republic of China
TZ Tanzania, United Republic of|United Republic of Tanzania
US USA|U.S.A.|U.S.|America|United States of America|Vereinigte Staaten von Amerika|美利坚合众国
VA Vatican|Holy See|Vatican City State
VE Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela
VN Viet Nam
"""


def _fold(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ").replace("st.", "saint ")
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    words = [word for word in kept.split() if word != "the"]
    if all(len(word) == 1 for word in words):  # U. S. A.
        return "".join(words)
    return " ".join(words)


@cache
def _names() -> MappingProxyType[str, str]:
    """Return the folded names, and the codes that they name. What could mean several countries is left out."""
    names: dict[str, str] = {}
    doubtful: set[str] = set()
    codes = {code for code in map(str, Locale.parse("en").territories) if len(code) == 2} - _NO_COUNTRIES
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            folded = _fold(str(name))
            if code in codes and names.setdefault(folded, str(code)) != code:
                doubtful.add(folded)
    for name in doubtful:
        del names[name]
    for code, targets in get_global("territory_aliases").items():
        if len(code) == 3 and len(targets) == 1 and targets[0] in codes:  # alpha-3 and numeric codes
            names.setdefault(str(code).casefold(), str(targets[0]))
    for line in _ALIASES.split("\n"):
        code, _, aliases = line.partition(" ")
        names.update({_fold(alias): code for alias in aliases.split("|") if alias})
    names.update({code.casefold(): code for code in codes})
    return MappingProxyType(names)


def country(text: str) -> str:
    """Return the ISO 3166 alpha-2 code of a country named by a code or in one of many languages.

    Raises
    ------
    Unfit
        There is no such country.

    """
    folded = _fold(text)
    if not folded:
        return ""
    code = _names().get(folded)
    if code is None:
        raise Unfit("country", "is no country that is known; give its two-letter code, or `map` it first")
    return code


def country_step() -> Clean:
    """Return a step that makes a country's code out of its name."""
    return Memo(country).__getitem__


def by_country(what: str, fixed: str | None, make: Callable[[str], Clean]) -> Clean | CleanWith:
    """Return a step that depends on a country: a `fixed` one, or the one that another column names.

    `make` gives the function for a country's code, and raises `ValueError` for one that it does not know. An empty text
    in the other column is a country that is not known.
    """
    if fixed is not None:
        try:
            return make(country(fixed))
        except Unfit:
            raise ValueError(f"`{what}: {fixed}`: there is no such country; give a code such as DE") from None
    known: dict[str, Clean] = {}

    def clean(text: str, beside: str) -> str:
        if not text:
            return text
        step = known.get(beside)
        if step is None:
            try:
                step = make(country(beside))
            except (ValueError, Unfit):
                raise Unfit(what, f"its country `{beside}` is not known; mend it, or `map` it in its column") from None
            if len(known) < 1000:
                known[beside] = step
        return step(text)

    return clean


KINDS: Final[tuple[StepKind, ...]] = (
    StepKind(
        "country",
        "a country's name, in any of many languages, or its code becomes its ISO 3166 alpha-2 code",
        country_step,
    ),
)
