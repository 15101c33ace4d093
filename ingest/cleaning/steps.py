"""What a cleaning step is: its name, its argument, and a small pure function from text to text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Clean = Callable[[str], str]
"""Cleans one cell. Gives an empty text for an empty text; raises `Unfit` where it cannot be applied."""
CleanWith = Callable[[str, str], str]
"""The same with the text of another column of the row."""
Takes = Literal["nothing", "words", "pairs", "keywords"]


@dataclass(frozen=True, slots=True)
class StepKind:
    """One word of the cleaning vocabulary.

    `takes` says what a mapping writes behind the name: nothing, a list of words, `{from: to}` pairs, or keywords.
    A keyword that ends in `_column` names a column of the row, whose text the function gets as its second
    argument. `build` makes the function, and raises `ValueError` for an argument that cannot be used.
    """

    name: str
    about: str
    build: Callable[..., Clean | CleanWith]
    takes: Takes = "nothing"
    keywords: tuple[tuple[str, str], ...] = ()
    """Names of the keywords, and what each is for."""
    optional: bool = False
    """Whether the argument may be left out."""


def simple(name: str, about: str, clean: Clean) -> StepKind:
    """Return a step without an argument."""
    return StepKind(name, about, lambda: clean)


def column_of(argument: Any) -> str | None:
    """Return the column that a step's argument names, if any."""
    if isinstance(argument, tuple):
        for pair in argument:
            if isinstance(pair, tuple) and str(pair[0]).endswith("_column"):
                return str(pair[1])
    return None
