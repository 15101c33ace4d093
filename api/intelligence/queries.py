"""Root fields about scores, runs and what-if."""

from typing import Any

import strawberry

from api.executor import Compiled, Context
from api.fields import Connection
from api.intelligence.dependence import Dependencies, depend
from api.intelligence.kinds import InfluenceMetric
from api.intelligence.propagation import Propagation, ShockInput, propagate
from api.intelligence.reaching import Alternative, Reach, reached, replacing
from api.intelligence.types import RankedParty, Run
from api.party.types import Role

_NO = strawberry.UNSET
Info = strawberry.Info[Context, None]


def _influence(
    metric: InfluenceMetric, role: Role | None = _NO, first: int | None = 20, after: str | None = _NO
) -> Any:
    return Compiled.of(metric=metric.value, role=role.value if role else None, first=first, after=after)


def _systemic_risk(role: Role | None = _NO, first: int | None = 20, after: str | None = _NO) -> Any:
    return Compiled.of(role=role.value if role else None, first=first, after=after)


def _runs(job: str | None = _NO, first: int | None = 20, after: str | None = _NO) -> Any:
    return Compiled.of(job=job, first=first, after=after)


def _propagate_risk(info: Info, input: ShockInput) -> Propagation:  # noqa: A002
    return propagate(info.context.ask, input)


def _dependencies(info: Info, id: strawberry.ID) -> Dependencies:  # noqa: A002
    return depend(info.context.ask, id)


def _reach(info: Info, supplier_id: strawberry.ID) -> Reach:
    return reached(info.context.ask, info.context.database, supplier_id)


def _alternatives(info: Info, supplier_id: strawberry.ID, first: int | None = 10) -> list[Alternative]:
    return replacing(info.context.ask, supplier_id, 10 if first is None else first)


@strawberry.type
class IntelligenceQuery:
    """Root fields about scores, runs and what-if."""

    influence: Connection[RankedParty] = strawberry.field(
        resolver=_influence,
        description="Parties by a measure of influence, from the latest run of the job `influence`; empty before one.",
    )
    systemic_risk: Connection[RankedParty] = strawberry.field(
        resolver=_systemic_risk,
        description="Parties by what is lost when they fail, from the latest run of the job `risk`; empty before one.",
    )
    runs: Connection[Run] = strawberry.field(
        resolver=_runs, description="Finished runs of intelligence jobs, the newest first."
    )
    propagate_risk: Propagation = strawberry.field(
        resolver=_propagate_risk,
        description="What if these parties, goods, categories, regions or countries fail: how far it spreads, and what "
        "it is worth. Worked out on the spot, on the graph as it is.",
    )
    dependencies: Dependencies = strawberry.field(
        resolver=_dependencies,
        description="What a party or good depends on, and what depends on it: single sources, key people, cut points.",
    )
    reach: Reach = strawberry.field(
        resolver=_reach, description="Which goods, orders and customers a supplier that stops reaches, and by when."
    )
    alternatives: list[Alternative] = strawberry.field(
        resolver=_alternatives,
        description="Who could replace a supplier: price, quality, lead time, the share it could take, and how "
        "independent it is of the one that fails. The best first, at most 100.",
    )
