"""Root fields about scores, runs and what-if."""

from typing import Any

import strawberry

from api.executor import Compiled, Context
from api.fields import Connection
from api.intelligence.kinds import InfluenceMetric
from api.intelligence.propagation import Propagation, ShockInput, propagate
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
