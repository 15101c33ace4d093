"""What a what-if is asked, and what it answers: frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from intelligence.assumptions import Assumed


class Model(StrEnum):
    """The model that spreads a shock; `docs/channels.md` tells what each makes of the channels."""

    DEBTRANK = "debtrank"
    ESRI = "esri"
    CASCADE = "cascade"
    INOPERABILITY = "inoperability"
    TIME_TO_RECOVER = "time_to_recover"


class Scope(StrEnum):
    """What a shock names: one node by its id, or all nodes of a country, region or category."""

    NODE = "node"
    COUNTRY = "country"
    REGION = "region"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Shock:
    """What fails: `value` is an id (of a party or thing, or of a category) or the name of a country or region.

    `size` is the share that is lost, in [0, 1]; `days` how long, by default the assumption `recovery_days`. `roles`
    narrows a country or region to parties of these roles, or to warehouses.
    """

    scope: Scope
    value: str
    size: float = 1.0
    days: float | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One tie of a path: who passes the loss on to whom, by which channel, which share, and the facts that say so."""

    source: str
    source_name: str
    target: str
    target_name: str
    channel: str
    rate: float
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Path:
    """A way by which a loss came; `strength` is the product of its rates, which is what it alone passes on."""

    strength: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a what-if says of one node.

    `loss` is in [0, 1] (for the cascade a probability); `value` what that is worth, in the result's currency; `tier`
    hops from the nearest shock (0: shocked itself); `channel` the one that brought most, and `by_channel` the value by
    channel, which add up to it. `basis` says what the value is a share of: sales, purchases, both or a buffer.
    """

    id: str
    name: str
    labels: tuple[str, ...]
    loss: float
    value: float
    tier: int
    channel: str
    by_channel: Mapping[str, float]
    basis: str


@dataclass(frozen=True, slots=True)
class Total:
    """Nodes of one kind reached by one channel in one tier, and their value at risk."""

    kind: str
    channel: str
    tier: int
    nodes: int
    value: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Facts that a channel left out because something is missing in them, and on how many ties."""

    channel: str
    what: str
    facts: int
    ties: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All of an answer but the nodes.

    `totals` tell value by kind, channel and tier. Kinds show one loss from several sides (what a product loses is lost
    at its customers too), so they must not be added up; `value_at_risk` holds, for each kind, its sum over channels
    and tiers. `horizon_days` is the longest duration of the shocks, for which flows are counted.
    """

    model: Model
    version: int
    as_of: date
    currency: str
    horizon_days: float
    shocked: int
    reached: int
    value_at_risk: Mapping[str, float]
    totals: tuple[Total, ...]
    iterations: int
    converged: bool
    tolerance: float
    assumptions: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]
