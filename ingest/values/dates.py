"""Dates, and points in time in UTC."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from ingest.faults import Unfit

_PROBE: Final = datetime(2013, 12, 28, 13, 14, 15, tzinfo=UTC)
_EPOCHS: Final = {"epoch": Decimal(1), "epoch_ms": Decimal(1000)}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL: Final = "excel"
_EXCEL_ORIGIN: Final = datetime(1899, 12, 30)
_EXCEL_DAYS: Final = range(61, 2_958_466)
"""Days that Excel counts as the calendar does: from March 1900 (it knows a 29 February 1900) to the end of 9999."""


def check_format(pattern: str) -> None:
    """Check that a pattern says day, month and year.

    Raises
    ------
    ValueError
        It does not, or it is no pattern.

    """
    if pattern in _EPOCHS or pattern == _EXCEL:
        return
    try:
        read = datetime.strptime(_PROBE.strftime(pattern), pattern)
    except ValueError as error:
        raise ValueError(f"`{pattern}` is no date pattern ({error}); an example is `%d.%m.%Y`") from error
    if read.date() != _PROBE.date():
        raise ValueError(f"`{pattern}` does not say day, month and year; an example is `%d.%m.%Y`")


def check_timezone(name: str) -> None:
    """Check that there is a time zone of this name.

    Raises
    ------
    ValueError
        There is none.

    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone `{name}`; an example is `Europe/Berlin`") from error


def _iso_date(text: str) -> date:
    if len(text) == 10 and text[4] == "-" and text[5] != "W":
        return date.fromisoformat(text)
    if len(text) > 10 and text[4] == "-" and text[10] in " T":
        moment = datetime.fromisoformat(text)
        if moment.time() == time.min:
            return moment.date()
        raise Unfit("date", "has a time of day; use `type: datetime`, or say its `format` to leave the time out")
    raise ValueError(text)


def _epoch_moment(text: str, pattern: str) -> datetime:
    try:
        seconds = Decimal(text) / _EPOCHS[pattern]
        return _EPOCH + timedelta(microseconds=int(seconds * 1_000_000))
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise ValueError(text) from error


def _excel_moment(text: str) -> datetime:
    """Return the moment of a spreadsheet's day number, to the second: its digits tell no more."""
    try:
        days = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not days.is_finite() or int(days) not in _EXCEL_DAYS:
        raise ValueError(text)
    return _EXCEL_ORIGIN + timedelta(seconds=round(days * 86_400))


def _by_formats(text: str, formats: Sequence[str]) -> datetime:
    for pattern in formats:
        try:
            if pattern in _EPOCHS:
                return _epoch_moment(text, pattern)
            if pattern == _EXCEL:
                return _excel_moment(text)
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    raise ValueError(text)


def _hint(text: str, formats: Sequence[str], what: str) -> str:
    if text.startswith("0000"):
        return f"is no {what}; if it means none, clean it: [{{null_if: ['{text}']}}]"
    if formats:
        return f"is no {what} in the format {' or '.join(formats)}; mend it, or add its pattern to `format`"
    example = "2024-12-31" if what == "date" else "2024-12-31T23:59:59Z"
    return f"is no {what} such as {example}; mend it, or say its `format`, as '%d.%m.%Y'"


def date_reader(formats: Sequence[str], *, typed: bool = False) -> Callable[[str], date | None]:
    """Return a function from text to a date; it raises `Unfit`.

    Without `formats` it reads ISO, a midnight behind it allowed. With them it reads those, and ISO too when the
    file is `typed`: a cell that holds a real date comes as ISO, whatever it looks like in Excel.
    """

    def read(text: str) -> date | None:
        text = text.strip()
        if not text:
            return None
        if formats:
            try:
                return _by_formats(text, formats).date()
            except ValueError:
                if not typed:
                    raise Unfit("date", _hint(text, formats, "date")) from None
        try:
            return _iso_date(text)
        except ValueError:
            raise Unfit("date", _hint(text, formats, "date")) from None

    return read


def _to_utc(moment: datetime, zone: tzinfo | None) -> datetime:
    if moment.tzinfo is None:
        if zone is None:
            raise Unfit("datetime", "has no offset from UTC; say its `timezone`, as Europe/Berlin")
        local = moment.replace(tzinfo=zone)
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise Unfit("datetime", "never stood on a clock of its time zone (summer time began); mend it")
        return moment
    return moment.astimezone(UTC)


def datetime_reader(
    formats: Sequence[str], zone_name: str | None, *, typed: bool = False
) -> Callable[[str], datetime | None]:
    """Return a function from text to a point in time in UTC; it raises `Unfit`.

    A text without an offset is read as a clock in `zone_name`; where a clock showed it twice, the first time is meant.
    """
    zone = None if zone_name is None else UTC if zone_name == "UTC" else ZoneInfo(zone_name)

    def parse(text: str) -> datetime:
        if formats:
            try:
                return _by_formats(text, formats)
            except ValueError:
                if not typed:
                    raise
        if len(text) < 10 or text[4] != "-" or text[5] == "W":
            raise ValueError(text)
        return datetime.fromisoformat(text)

    def read(text: str) -> datetime | None:
        text = text.strip()
        if not text:
            return None
        try:
            return _to_utc(parse(text), zone)
        except (ValueError, OverflowError):
            raise Unfit("datetime", _hint(text, formats, "point in time")) from None

    return read
