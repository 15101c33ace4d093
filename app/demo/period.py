"""The demo's time: Northwind's orders run from July 1996 to 6 May 1998, the day all exports are drawn."""

from datetime import date, timedelta
from typing import Final

START: Final = date(1996, 7, 1)
TODAY: Final = date(1998, 5, 6)


def plus(day: date, days: int) -> date:
    """Return the date `days` later."""
    return day + timedelta(days=days)


def workday(day: date) -> date:
    """Return `day`, or the Monday after it when it falls on a weekend."""
    return plus(day, 7 - day.weekday()) if day.weekday() > 4 else day


def by_today(day: date) -> date:
    """Return `day`, but never one after the exports were drawn."""
    return min(day, TODAY)


def workday_before(day: date) -> date:
    """Return `day`, or the Friday before it when it falls on a weekend."""
    return plus(day, 4 - day.weekday()) if day.weekday() > 4 else day
