"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, and may not for long, or not for all."""
    WRONG = "wrong"
    """It does not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do where that is not well."""

    topic: str
    level: Level
    what: str
    todo: str = ""


def ok(topic: str, what: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(topic, Level.OK, what)


def warning(topic: str, what: str, todo: str) -> Finding:
    """Say that something may become wrong."""
    return Finding(topic, Level.WARNING, what, todo)


def wrong(topic: str, what: str, todo: str = "") -> Finding:
    """Say that something is wrong; without `todo`, `what` says that too."""
    return Finding(topic, Level.WRONG, what, todo)
