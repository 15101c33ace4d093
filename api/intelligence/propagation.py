"""GraphQL types of a what-if, filled from `intelligence.what_if`."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import strawberry
from strawberry.scalars import JSON

from api.fields import AS_OF, Connection, Edge, Money, PageInfo, described
from api.intelligence.answers import Ask, Assumption, RiskGap, amount, assumptions, gaps, plain
from api.party.types import Role
from graph import cursors
from graph.errors import UsageError
from graph.model import KINDS
from graph.pages import DEFAULT_PAGE, MAX_PAGE
from intelligence.what_if_results import Impact as Felt
from intelligence.what_if_results import Model, Scope, Shock, Step

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from intelligence.assumptions import Assumptions
    from intelligence.what_if import WhatIf

MOST_SHOCKS = 100
MOST_PATHS = 10
_LIST = "Propagation.impacts"


@strawberry.enum(description="The model that spreads a shock; `docs/channels.md` says what each makes of the data.")
class RiskModel(StrEnum):
    """A model."""

    DEBTRANK = "debtrank"
    ESRI = "esri"
    CASCADE = "cascade"
    INOPERABILITY = "inoperability"
    TIME_TO_RECOVER = "time_to_recover"


@strawberry.input(description="What fails: exactly one of `id`, `category`, `region` and `country`.")
class ShockTargetInput:
    """One shock."""

    id: strawberry.ID | None = strawberry.field(default=None, description="Id of a party, product or material.")
    category: strawberry.ID | None = strawberry.field(default=None, description="Id of a category: all of its goods.")
    region: str | None = strawberry.field(default=None, description="All parties of a region.")
    country: str | None = strawberry.field(default=None, description="All parties of a country.")
    roles: list[Role] | None = strawberry.field(
        default=None, description="Of a region or country: parties of these roles alone."
    )
    size: float = strawberry.field(default=1.0, description="Share that is lost, 0 to 1.")
    days: float | None = strawberry.field(
        default=None, description="How long it lasts; the assumption `recovery_days` unless given."
    )


@strawberry.input(description="A what-if.")
class ShockInput:
    """A what-if."""

    shocks: list[ShockTargetInput]
    model: RiskModel = RiskModel.DEBTRANK
    as_of: date | None = strawberry.field(
        default=None, description=f"{AS_OF} Default: the newest day on which something occurred."
    )


@strawberry.type(description="One tie of a path: who passes the loss on to whom.")
class RiskStep:
    """A step."""

    source: strawberry.ID
    source_name: str
    target: strawberry.ID
    target_name: str
    channel: str = described("`supply`, `material`, `demand`, `credit`, `ownership` or `people`.")
    rate: float = described("Share of the target that is lost when the source is lost whole.")
    facts: JSON = described("What the graph says of the tie: amounts, quantities, shares, lead times.")


@strawberry.type(description="A way by which a loss came.")
class RiskPath:
    """A path."""

    strength: float = described("Product of the rates: what this way alone passes on.")
    steps: list[RiskStep]


@strawberry.type(description="Value by channel.")
class ChannelValue:
    """A part of a value."""

    channel: str
    value: Money


def _paths(self: "Impact", first: int = 3) -> list[RiskPath]:
    if not 0 <= first <= MOST_PATHS:
        raise UsageError(f"`first` is {first}; an impact shows 0 to {MOST_PATHS} paths")
    return [
        RiskPath(strength=path.strength, steps=[_step(step) for step in path.steps])
        for path in self.answer.paths(self.felt.id, first)
    ]


@strawberry.type(description="What a shock does to one party or thing; `party(id)` and `product(id)` tell more of it.")
class Impact:
    """An impact."""

    id: strawberry.ID
    name: str | None
    kinds: list[str] = described("Its roles, or its kind.")
    loss: float = described("Share that is lost, 0 to 1; of the cascade the chance to fail.")
    value: Money = described("What that is worth over the horizon.")
    basis: str = described("What `value` is a share of: sales, purchases, both, or a buffer.")
    tier: int = described("Ties from the nearest shock; 0 is shocked itself.")
    channel: str = described("The channel that brought most.")
    by_channel: list[ChannelValue] = described("They add up to `value`.")
    paths: list[RiskPath] = strawberry.field(
        resolver=_paths, description=f"The strongest ways by which the loss came, at most {MOST_PATHS}."
    )
    felt: strawberry.Private[Felt]
    answer: strawberry.Private[Any]


@strawberry.type(description="Value at risk of all nodes of a kind; kinds show one loss from several sides.")
class KindValue:
    """Value by kind."""

    kind: str
    value: Money


@strawberry.type(description="Nodes of one kind that one channel reached in one tier.")
class RiskTotal:
    """A total."""

    kind: str
    channel: str
    tier: int
    nodes: int
    value: Money


def _impacts(
    self: "Propagation", kind: str | None = None, first: int | None = DEFAULT_PAGE, after: str | None = None
) -> Connection[Impact]:
    first = DEFAULT_PAGE if first is None else first
    if not 0 <= first <= MAX_PAGE:
        raise UsageError(f"`first` is {first}; a page holds 0 to {MAX_PAGE} rows")
    start = cursors.decode(_LIST, after, ["integer"])[0] if after else 0
    found = self.answer.impacts(first + 1, after=max(start, 0), kind=kind)
    edges = [
        Edge(node=_impact(self.answer, felt), cursor=cursors.encode(_LIST, [str(start + place)]))
        for place, felt in enumerate(found[:first], start=1)
    ]
    page = PageInfo(has_next_page=len(found) > first, end_cursor=edges[-1].cursor if edges else None)
    total = len(self.answer.impacts(kind=kind)) if kind else self.reached
    return Connection(edges=edges, page_info=page, total_count=total)


@strawberry.type(description="How far a shock spreads, by one model.")
class Propagation:
    """An answer."""

    model: RiskModel
    graph_version: int
    as_of: date
    currency: str = described("ISO 4217 code of all values; `XXX` where the graph has no amounts.")
    horizon_days: float = described("The longest of the shocks; values are for so many days.")
    shocked: int
    reached: int = described("Parties and things that lose anything, those that were shocked included.")
    value_at_risk: list[KindValue]
    totals: list[RiskTotal]
    impacts: Connection[Impact] = strawberry.field(
        resolver=_impacts, description="By value, then loss; `kind` is a label such as `Customer` or `Product`."
    )
    iterations: int
    converged: bool
    tolerance: float
    assumptions: list[Assumption]
    gaps: list[RiskGap]
    notes: list[str]
    answer: strawberry.Private[Any]


def propagate(ask: Ask, given: ShockInput) -> Propagation:
    """Answer a what-if."""
    if len(given.shocks) > MOST_SHOCKS:
        raise UsageError(f"there are {len(given.shocks)} shocks; at most {MOST_SHOCKS} are spread at once")
    shocks = [_shock(each) for each in given.shocks]
    model = Model(given.model.value)

    from intelligence.what_if import what_if  # noqa: PLC0415 - see api.intelligence

    def work(snapshot: "Snapshot", assumed: "Assumptions") -> "WhatIf":
        return what_if(snapshot, shocks, assumed, model=model)

    return _propagation(ask(work, given.as_of))


def _shock(given: ShockTargetInput) -> Shock:
    named = [(Scope.NODE, given.id), (Scope.CATEGORY, given.category), (Scope.REGION, given.region),
             (Scope.COUNTRY, given.country)]  # fmt: skip
    chosen = [(scope, value) for scope, value in named if value]
    if len(chosen) != 1:
        raise UsageError("a shock names exactly one of `id`, `category`, `region` and `country`")
    scope, value = chosen[0]
    shock = Shock(scope, str(value), given.size, given.days)
    return replace(shock, roles=tuple(role.value for role in given.roles)) if given.roles else shock


def _propagation(answer: "WhatIf") -> Propagation:
    told = answer.summary
    return Propagation(
        model=RiskModel(told.model.value),
        graph_version=told.version,
        as_of=told.as_of,
        currency=told.currency,
        horizon_days=told.horizon_days,
        shocked=told.shocked,
        reached=told.reached,
        value_at_risk=[KindValue(kind=k, value=amount(v, told.currency)) for k, v in told.value_at_risk.items()],
        totals=[
            RiskTotal(kind=t.kind, channel=t.channel, tier=t.tier, nodes=t.nodes, value=amount(t.value, told.currency))
            for t in told.totals
        ],
        iterations=told.iterations,
        converged=told.converged,
        tolerance=told.tolerance,
        assumptions=assumptions(told.assumptions),
        gaps=gaps(told.gaps),
        notes=list(told.notes),
        answer=answer,
    )


def _impact(answer: "WhatIf", felt: Felt) -> Impact:
    currency = answer.summary.currency
    return Impact(
        id=strawberry.ID(felt.id),
        name=felt.name or None,
        kinds=[label for label in felt.labels if label in KINDS] or list(felt.labels),
        loss=felt.loss,
        value=amount(felt.value, currency),
        basis=felt.basis,
        tier=felt.tier,
        channel=felt.channel,
        by_channel=[ChannelValue(channel=c, value=amount(v, currency)) for c, v in felt.by_channel.items()],
        felt=felt,
        answer=answer,
    )


def _step(step: Step) -> RiskStep:
    return RiskStep(
        source=strawberry.ID(step.source),
        source_name=step.source_name,
        target=strawberry.ID(step.target),
        target_name=step.target_name,
        channel=step.channel,
        rate=step.rate,
        facts=JSON(plain(step.facts)),
    )
