"""Chance that falls the same way on every machine: one seeded stream for each topic.

Only `random()` is drawn from: Python promises its sequence for a seed, and makes no such promise for `shuffle`,
`sample` or `gauss`. A stream for each topic (and often for each order) keeps a change in one part of the demo
from changing all others.
"""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, TypeVar

SEED: Final = 1996

T = TypeVar("T")


class Dice:
    """A stream of chance, named by its topic."""

    def __init__(self, *topic: object) -> None:
        name = ":".join(str(part) for part in (SEED, *topic))
        self._random = random.Random(name).random  # noqa: S311 - a demo's data, nothing secret

    def chance(self, probability: float) -> bool:
        """Return true with this probability."""
        return self._random() < probability

    def number(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def decimal(self, low: str, high: str, places: int = 2) -> Decimal:
        """Return a decimal from `low` to `high`, with that many places."""
        least, most = (int(Decimal(text).scaleb(places)) for text in (low, high))
        return Decimal(self.number(least, most)).scaleb(-places)

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.number(0, len(items) - 1)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in an order of chance."""
        rest = list(items)
        return [rest.pop(self.number(0, len(rest) - 1)) for _ in range(len(rest))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return `count` different items, or all of them when there are fewer."""
        return self.shuffled(items)[:count]
