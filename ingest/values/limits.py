"""The least and the greatest value of a field."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.model import FieldType
from ingest.faults import Unfit


def limit_of(text: str, kind: FieldType) -> Decimal | date | datetime:
    """Return a limit as a value that a field's values can be compared with (money in major units).

    Raises
    ------
    ValueError
        The text is no such value.

    """
    try:
        if kind is FieldType.DATE:
            return date.fromisoformat(text)
        if kind is FieldType.DATETIME:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        limit = Decimal(text)
    except (ValueError, InvalidOperation):
        raise ValueError(f"`{text}` is no {kind.value}; dates are written 2024-12-31") from None
    if not limit.is_finite() or limit.adjusted() > 18:
        raise ValueError(f"`{text}` is no number that can be compared with")
    return limit


def limits(minimum: str | None, maximum: str | None, kind: FieldType) -> Callable[[Any], object] | None:
    """Return a function that gives back a value within the limits and raises `Unfit` for others; `None` without any."""
    low = None if minimum is None else limit_of(minimum, kind)
    high = None if maximum is None else limit_of(maximum, kind)
    if low is None and high is None:
        return None

    def check(value: Any) -> object:
        if value is not None:
            if low is not None and value < low:
                raise Unfit("minimum", f"is less than {minimum}")
            if high is not None and value > high:
                raise Unfit("maximum", f"is greater than {maximum}")
        return value

    return check
