"""Facts of a node or an edge as plain JSON: what its source says, without what is Guanxi's own."""

from collections.abc import Mapping
from typing import Any

from graph import money
from graph.model import RESERVED, FieldType

_MINOR = FieldType.MONEY.property_name("")
_MICROS = FieldType.UNIT_PRICE.property_name("")


def facts(properties: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Facts by name: days and moments as texts, amounts as `{amount, currency}`."""
    if properties is None:
        return None
    currency = properties.get("currency")
    found: dict[str, Any] = {}
    for name in sorted(properties):
        value = properties[name]
        if value is None or name in RESERVED or name.startswith("score"):
            continue
        if name.endswith(_MINOR) and isinstance(value, int):
            found[name.removesuffix(_MINOR)] = _amount(money.major_units(value, currency or ""), currency)
        elif name.endswith(_MICROS) and isinstance(value, int):
            found[name.removesuffix(_MICROS)] = _amount(money.price(value, currency or ""), currency)
        else:
            found[name] = value.iso_format() if hasattr(value, "iso_format") else value
    return found


def _amount(amount: str, currency: str | None) -> dict[str, str | None]:
    return {"amount": amount, "currency": currency}
