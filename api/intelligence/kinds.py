"""Kinds of score, and the field that shows scores; apart from their types, which lead back to parties."""

from enum import StrEnum
from typing import Any

import strawberry


@strawberry.enum(description="A kind of score; `docs/intelligence.md` defines each.")
class ScoreKind(StrEnum):
    """A kind of score; the value is the graph's own."""

    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    CORE = "core"
    COMMUNITY = "community"
    VOTERANK = "voterank"
    CUT = "cut"
    BRIDGE = "bridge"
    SOLE_SOURCE = "soleSource"
    CONCENTRATION = "concentration"
    KEY_PERSON = "keyPerson"
    SYSTEMIC_RISK = "systemicRisk"
    DEBTRANK = "debtrank"
    ESRI = "esri"


@strawberry.enum(description="What `influence` ranks by.")
class InfluenceMetric(StrEnum):
    """A measure of influence; the value is the kind of its scores."""

    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    CORE = "core"
    COMMUNITY = "community"
    VOTERANK = "voterank"


def _scores(kind: ScoreKind | None = strawberry.UNSET, history: bool = False) -> Any:
    raise NotImplementedError


def scores() -> Any:
    """The field `scores` of a party or product."""
    return strawberry.field(
        resolver=_scores,
        description="Its scores by the latest run of each job; with `history` those of all runs that are kept, newest "
        "first, and of parties that were merged into it. No score: the run has too little evidence, or found none of "
        "what is measured.",
    )
