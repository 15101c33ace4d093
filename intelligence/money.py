"""One currency: amounts of a snapshot, converted by the assumptions' rates. None is added as it stands."""

from collections import Counter
from typing import Final

import numpy as np

from algorithms.arrays import Float
from graph.errors import InvalidDataError
from graph.snapshot import Snapshot
from graph.snapshot_ties import Ties
from intelligence.assumptions import SETTING, Assumptions

NO_CURRENCY: Final = "XXX"
"""ISO 4217's code for no currency: what a snapshot without any amount is told in."""
_WITH_AMOUNTS: Final = ("demand", "purchases", "receivables", "payables", "ownership")


def currency_of(snapshot: Snapshot, assumptions: Assumptions) -> str:
    """The currency that results are told in: the assumptions', or the only one that occurs.

    Raises InvalidDataError where several occur and none is chosen, and for amounts that name no currency.
    """
    if assumptions.currency:
        return assumptions.currency
    found = snapshot.remember("currencies", lambda: _occurring(snapshot))
    if len(found) > 1:
        raise InvalidDataError(
            f"amounts are in {', '.join(sorted(found))}: name the `currency` of results and the `rates` of the others "
            f"in the assumptions ({SETTING})"
        )
    return next(iter(found), NO_CURRENCY)


def amounts(snapshot: Snapshot, assumptions: Assumptions, channel: str, column: str = "") -> Float:
    """A column of amounts (the weight, unless named) in the one currency; NaN stays NaN.

    Raises InvalidDataError that names a currency without a rate.
    """
    ties = snapshot.tied(channel)
    values = np.asarray(ties.columns[column] if column else ties.weight, dtype=np.float64)
    return values * _factors(ties, values, currency_of(snapshot, assumptions), assumptions)


def _factors(ties: Ties, values: Float, currency: str, assumptions: Assumptions) -> Float:
    codes = ties.columns["currency"]
    counted = Counter(codes[np.nan_to_num(values) != 0].tolist())
    rates = {currency: 1.0, **assumptions.rates}
    factors = np.ones(len(ties.texts["currency"]) + 1)
    for code, name in enumerate(ties.texts["currency"]):
        if name in rates:
            factors[code] = rates[name]
        elif counted[code]:
            raise InvalidDataError(_unknown(name, currency, ties.channel.name, counted[code]))
    return np.asarray(factors[codes], dtype=np.float64)


def _unknown(name: str, currency: str, channel: str, count: int) -> str:
    if not name:
        return f"{count} amounts of channel {channel} name no currency: map one, or give the rows a fixed value"
    return (
        f"{count} amounts of channel {channel} are in {name}, and no rate to {currency} is given: "
        f"add `rates: {{{name}: …}}` to the assumptions ({SETTING}), the worth of one {name} in {currency}"
    )


def _occurring(snapshot: Snapshot) -> frozenset[str]:
    found: set[str] = set()
    for name in _WITH_AMOUNTS:
        if name in snapshot.ties:
            ties = snapshot.ties[name]
            values = ties.columns["amount"] if name == "ownership" else ties.weight
            codes = ties.columns["currency"][np.nan_to_num(values) != 0]
            found.update(ties.texts["currency"][code] for code in set(codes.tolist()))
    return frozenset(found)
