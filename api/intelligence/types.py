"""GraphQL types of runs and scores; all are read by compiled statements."""

from datetime import date, datetime

import strawberry
from strawberry.scalars import JSON

from api.fields import described
from api.intelligence.kinds import ScoreKind
from api.party.types import Party

EVIDENCE = "The facts that made the value, by name; `docs/intelligence.md` says which for each kind."


@strawberry.type(description="One finished run of an intelligence job.")
class Run:
    """A run."""

    id: strawberry.ID
    number: int = described("Runs are numbered in the order in which they finished.")
    job: str = described("`influence`, `dependency` or `risk`.")
    as_of: date = described("The day that it shows.")
    started_at: datetime
    finished_at: datetime
    graph_version: int = described("The version of the graph that it read.")
    program: str = described("The version of Guanxi that ran.")
    latest: bool = described("Whether this is the run of its job that rankings and scores show.")
    scored: int = described("Values that it wrote.")
    insufficient: int = described("Values that it did not write, as the evidence was insufficient.")
    converged: bool = described("Whether all of its numbers came within their tolerance.")
    parameters: JSON
    assumptions: JSON = described("What was assumed for want of data: value, and for how many nodes.")
    metrics: JSON = described("For each kind of score: how many, and engine, tolerance, iterations, converged.")


@strawberry.type(description="A value that a run gave a party or thing.")
class Score:
    """A score."""

    id: strawberry.ID
    kind: ScoreKind
    value: float
    rank: int = described("1 for the highest value of this kind in its run; equal values share a rank.")
    as_of: date = described("The day that it shows.")
    evidence: JSON = described(EVIDENCE)
    run: Run


@strawberry.type(description="A party and its place in a ranking.")
class RankedParty:
    """A row of a ranking."""

    rank: int = described("Among all that were scored, goods and other roles included; equal values share a rank.")
    value: float
    as_of: date = described("The day that it shows.")
    evidence: JSON = described(EVIDENCE)
    party: Party
    run: Run
