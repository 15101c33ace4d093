"""What the demo has to know of Northwind's 25 countries."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO code, calling code, the usual legal form, days that goods take there, its warehouse."""

    iso: str
    calling: str
    legal_form: str
    transit: int
    warehouse: str


_SEATTLE, _LONDON, _HAMBURG = "SEA", "LON", "HAM"

COUNTRIES: Final = MappingProxyType(
    {
        "Argentina": Country("AR", "54", "S.R.L.", 9, _SEATTLE),
        "Australia": Country("AU", "61", "Pty Ltd", 12, _SEATTLE),
        "Austria": Country("AT", "43", "GmbH", 3, _HAMBURG),
        "Belgium": Country("BE", "32", "SPRL", 3, _HAMBURG),
        "Brazil": Country("BR", "55", "Ltda.", 9, _SEATTLE),
        "Canada": Country("CA", "1", "Inc.", 3, _SEATTLE),
        "Denmark": Country("DK", "45", "ApS", 2, _HAMBURG),
        "Finland": Country("FI", "358", "Oy", 4, _HAMBURG),
        "France": Country("FR", "33", "SARL", 3, _HAMBURG),
        "Germany": Country("DE", "49", "GmbH", 2, _HAMBURG),
        "Ireland": Country("IE", "353", "Ltd", 3, _LONDON),
        "Italy": Country("IT", "39", "S.r.l.", 4, _HAMBURG),
        "Japan": Country("JP", "81", "K.K.", 12, _SEATTLE),
        "Mexico": Country("MX", "52", "S.A. de C.V.", 5, _SEATTLE),
        "Netherlands": Country("NL", "31", "B.V.", 2, _HAMBURG),
        "Norway": Country("NO", "47", "AS", 4, _HAMBURG),
        "Poland": Country("PL", "48", "Sp. z o.o.", 3, _HAMBURG),
        "Portugal": Country("PT", "351", "Lda.", 5, _HAMBURG),
        "Singapore": Country("SG", "65", "Pte Ltd", 12, _SEATTLE),
        "Spain": Country("ES", "34", "S.L.", 4, _HAMBURG),
        "Sweden": Country("SE", "46", "AB", 3, _HAMBURG),
        "Switzerland": Country("CH", "41", "AG", 3, _HAMBURG),
        "UK": Country("GB", "44", "Ltd", 1, _LONDON),
        "USA": Country("US", "1", "Inc.", 2, _SEATTLE),
        "Venezuela": Country("VE", "58", "C.A.", 8, _SEATTLE),
    }
)
