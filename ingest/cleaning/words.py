"""Words for words: values that mean nothing, value maps, replacement by pattern."""

import re
from typing import Final

from ingest.cleaning.steps import Clean, StepKind


def null_if(words: tuple[str, ...]) -> Clean:
    """Return a step that makes any of `words` an empty text."""
    nothing = frozenset(words)
    return lambda text: "" if text in nothing else text


def map_words(pairs: tuple[tuple[str, str], ...]) -> Clean:
    """Return a step that replaces whole values; a value that is not listed stays."""
    meaning = dict(pairs)
    return lambda text: meaning.get(text, text)


def replace(pairs: tuple[tuple[str, str], ...]) -> Clean:
    r"""Return a step that replaces what matches a regular expression, one pair after the other.

    Raises
    ------
    ValueError
        A pattern or its replacement (which may say `\1` for the first group) is not one.

    """
    compiled = []
    for pattern, by in pairs:
        try:
            expression = re.compile(pattern)
            expression.sub(by, "")
        except (re.error, IndexError) as error:
            raise ValueError(f"`{pattern}: {by}` is no pattern with a replacement: {error}") from error
        compiled.append((expression, by))

    def clean(text: str) -> str:
        for expression, by in compiled:
            text = expression.sub(by, text)
        return text

    return lambda text: clean(text) if text else text


KINDS: Final[tuple[StepKind, ...]] = (
    StepKind("null_if", "any of these values counts as empty", null_if, "words"),
    StepKind("map", "replaces a whole value by another; others stay", map_words, "pairs"),
    StepKind("replace", "replaces what matches a regular expression", replace, "pairs"),
)
