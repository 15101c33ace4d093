"""Collects what is wrong with a mapping, so that all of it is said at once."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from graph.errors import InvalidDataError


class Finding(NamedTuple):
    """One thing that is wrong, and the line (from 1) it stands in."""

    line: int
    what: str


class Report:
    """The findings about one file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []

    def add(self, line: int, what: str) -> None:
        """Note that `what` is wrong in `line`."""
        finding = Finding(line, what)
        if finding not in self.findings:
            self.findings.append(finding)

    def check(self) -> None:
        """Raise everything that was found, in the order of the lines.

        Raises
        ------
        InvalidDataError
            Something was found.

        """
        if self.findings:
            lines = [f"{self.name}:{line}: {what}" for line, what in sorted(self.findings)]
            raise InvalidDataError("\n".join(lines))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the name in `known` that a person probably meant by `name`."""
    folded = {_fold(other): other for other in known}
    match = get_close_matches(_fold(name), folded, n=1, cutoff=0.6)
    return folded[match[0]] if match else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean …?`, or the names there are when none is near."""
    names = list(known)
    near = nearest(name, names)
    if near is not None:
        return f"; did you mean `{near}`?"
    return f"; there are: {', '.join(names)}" if names and len(names) <= 40 else ""


def same_word(name: str, other: str) -> bool:
    """Whether two names differ in case and separators only."""
    return _fold(name) == _fold(other)


def _fold(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")
