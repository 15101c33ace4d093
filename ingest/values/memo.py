"""A bounded memory of a function's results, for columns in which values repeat."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

R = TypeVar("R")

_ENTRIES: Final = 20_000
_LENGTH: Final = 100


class Memo(dict[str, R], Generic[R]):
    """`memo[text]` is `function(text)`, worked out once. Forgets everything when full; long texts are not kept.

    `memo.__getitem__` answers a known text without running any Python code, which is what makes it worth having.
    """

    def __init__(self, function: Callable[[str], R]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> R:
        value = self._function(text)
        if len(text) <= _LENGTH:
            if len(self) >= _ENTRIES:
                self.clear()
            self[text] = value
        return value
