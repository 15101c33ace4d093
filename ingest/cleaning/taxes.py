"""Tax ids with their check digits, by python-stdnum."""

from functools import partial
from typing import Any, Final

from stdnum import get_cc_module
from stdnum.cn import uscc as uscc_module
from stdnum.eu.vat import MEMBER_STATES
from stdnum.exceptions import ValidationError

from ingest.cleaning.countries import by_country
from ingest.cleaning.letters import width
from ingest.cleaning.steps import Clean, CleanWith, StepKind, simple
from ingest.faults import Unfit
from ingest.values.memo import Memo

_KINDS: Final = ("vat", "tin", "ein", "businessid", "personalid")
_PREFIXED: Final = frozenset(state.upper() for state in MEMBER_STATES) | {"GB", "XI"}
_PREFIXES: Final = {"GR": "EL"}


def _tax_id_of(country: str) -> Clean:
    modules = [module for kind in _KINDS if (module := get_cc_module(country.lower(), kind)) is not None]
    if not modules:
        raise ValueError(f"tax ids of {country} cannot be checked; leave `tax_id` out, or `map` the country")
    return Memo(partial(_checked, country=country, modules=modules)).__getitem__


def _checked(text: str, country: str, modules: list[Any]) -> str:
    """Return a tax id without spaces and marks; those of the European Union with their prefix, as DE136695976."""
    plain = width(text).strip().upper()
    if not plain:
        return ""
    for module in modules:
        try:
            number = str(module.validate(plain))
        except ValidationError:
            continue
        prefix = _PREFIXES.get(country, country)
        if country in _PREFIXED and module is modules[0]:
            return prefix + number.removeprefix(prefix)
        return number
    raise Unfit("tax_id", f"is no tax id of {country}: its length or its check digits are wrong; mend it")


def tax_id(country: str | None = None, country_column: str | None = None) -> Clean | CleanWith:
    """Return a step that checks a tax id and takes spaces and marks out of it.

    Raises
    ------
    ValueError
        There is no such country, no rule for its tax ids, or none was given.

    """
    if country is None and country_column is None:
        raise ValueError("`tax_id` needs a country: `tax_id: {country: DE}` or `{country_column: COLUMN}`")
    return by_country("tax_id", country, _tax_id_of)


def uscc(text: str) -> str:
    """Check a Chinese unified social credit code (统一社会信用代码) and take spaces and marks out of it.

    Raises
    ------
    Unfit
        It is none.

    """
    plain = width(text).strip().upper()
    if not plain:
        return ""
    try:
        return str(uscc_module.validate(plain))
    except ValidationError:
        raise Unfit(
            "uscc", "is no unified social credit code: 18 letters and digits, the last a check; mend it"
        ) from None


KINDS: Final[tuple[StepKind, ...]] = (
    StepKind(
        "tax_id",
        "checks a tax id's check digits, and takes out spaces and marks",
        tax_id,
        "keywords",
        (
            ("country", "the country of all of them, as DE"),
            ("country_column", "the column that says their country, by code or name"),
        ),
    ),
    simple("uscc", "checks a Chinese unified social credit code (统一社会信用代码)", uscc),
)
