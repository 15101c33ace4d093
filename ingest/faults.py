"""What is wrong with a cell: the rule it broke, and what to do about it."""

from typing import Final, NamedTuple

SHOWN: Final = 120
"""Characters of a value that a report shows."""


class Unfit(Exception):  # noqa: N818  (a finding about a value, not a failure of the program)
    """A value does not keep to a rule. Ends at the row it stands in: the row becomes a reject."""

    def __init__(self, rule: str, hint: str) -> None:
        super().__init__(rule, hint)
        self.rule = rule
        self.hint = hint


class Problem(NamedTuple):
    """One reason for which a row is rejected. `value` is shortened."""

    column: str
    rule: str
    value: str
    hint: str


def shorten(value: str) -> str:
    """Return `value` in one line that a report can show: cut, control characters and broken bytes made visible."""
    shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}… ({len(value):,} characters)"
    if shown.isprintable():
        return shown
    return "".join(letter if letter.isprintable() else _visible(letter) for letter in shown)


def _visible(letter: str) -> str:
    code = ord(letter)
    if 0xDC00 <= code <= 0xDCFF:  # a byte that could not be decoded, see readers.text
        return f"\\x{code - 0xDC00:02x}"
    return letter.encode("unicode_escape").decode("ascii")
