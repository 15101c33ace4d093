"""Telephone numbers and e-mail addresses."""

import re
from typing import Final, cast

import phonenumbers
from phonenumbers import ValidationResult

from ingest.cleaning.countries import by_country
from ingest.cleaning.steps import Clean, CleanWith, StepKind, simple
from ingest.faults import Unfit
from ingest.values.memo import Memo

_ANGLED: Final = re.compile(r"[^<>]*<([^<>]+)>")
_LOCAL: Final = re.compile(r"[^\s@<>(),:;\"\[\]\\.]+(?:\.[^\s@<>(),:;\"\[\]\\.]+)*")
_DOMAIN: Final = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")


def _phone_in(region: str) -> Clean:
    if phonenumbers.country_code_for_region(region) == 0:
        raise ValueError(f"there are no telephone numbers in `{region}`; give a region such as DE")
    return Memo(lambda text: _to_e164(text, region)).__getitem__


def _to_e164(text: str, region: str | None) -> str:
    if not text or text.isspace():
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        where = f" in {region}" if region else "; with no region, it must begin with +"
        raise Unfit("phone", f"is no telephone number{where}; mend it, or say `on_error: keep`")
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


def phone(region: str | None = None, region_column: str | None = None) -> Clean | CleanWith:
    """Return a step that writes a telephone number as E.164, as `+493012345678`.

    Raises
    ------
    ValueError
        There is no such region.

    """
    if region is None and region_column is None:
        return Memo(lambda text: _to_e164(text, None)).__getitem__
    in_region = by_country("phone", region, _phone_in)
    if region is not None:
        return in_region
    with_region = cast("CleanWith", in_region)
    return lambda text, beside: with_region(text, beside) if beside.strip() else _to_e164(text, None)


def email(text: str) -> str:
    """Write an e-mail address as it is sent to: without a name, `mailto:` and spaces, its domain in small letters.

    Raises
    ------
    Unfit
        It is none.

    """
    text = text.strip()
    if not text:
        return ""
    angled = _ANGLED.fullmatch(text)
    address = (angled[1] if angled else text).strip().removeprefix("mailto:")
    local, at, domain = address.rpartition("@")
    domain = domain.rstrip(".").lower()
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain) or len(domain) > 253:
        raise Unfit("email", "is no e-mail address; mend it, or say `on_error: keep`")
    return f"{local}@{domain}"


KINDS: Final[tuple[StepKind, ...]] = (
    StepKind(
        "phone",
        "a telephone number becomes E.164, as +493012345678",
        phone,
        "keywords",
        (
            ("region", "the country of numbers without one, as DE"),
            ("region_column", "the column that says their country, by code or name"),
        ),
        optional=True,
    ),
    simple("email", "an e-mail address without name, `mailto:` and spaces, its domain in small letters", email),
)
