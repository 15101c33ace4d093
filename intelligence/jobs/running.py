"""Running a job: read the graph, work out its metrics, write them as one run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Any, Final

from graph.client import Database
from graph.engines import Engine
from graph.errors import InvalidDataError, UsageError
from graph.gds import extent, is_large, measure, projected
from graph.runs import KEEP, Progress, Recorded, Run, record
from graph.snapshot import Projection, Snapshot, Snapshots
from intelligence.assumptions import Assumed, Assumptions
from intelligence.books import books_of
from intelligence.jobs import dependency, influence, people, risk
from intelligence.jobs.metric import Found


@dataclass(frozen=True, slots=True)
class Options:
    """How to run a job: as of which day (the newest on which something occurred), and how many runs are kept.

    `engine` says where influence is worked out; the other jobs run in this process.
    """

    assumptions: Assumptions
    as_of: date | None = None
    keep: int = KEEP
    engine: Engine = Engine.AUTO
    progress: Progress = lambda *_: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job found, of which version and day of the graph, on which parameters and assumptions."""

    version: int
    as_of: date
    found: Sequence[Found]
    parameters: Mapping[str, Any]
    assumed: Sequence[Assumed] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run and what it found."""

    job: str
    run: Recorded
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Source:
    """What a job reads from."""

    database: Database
    snapshots: Snapshots
    options: Options

    def snapshot(self) -> Snapshot:
        """The graph on the day that was asked for."""
        self.options.progress("Reading the graph", 0, 0)
        window = self.options.assumptions.window_days
        return self.snapshots.get(Projection(as_of=self.options.as_of, window_days=window))

    def in_neo4j(self) -> bool:
        """Whether to work inside Neo4j."""
        engine = self.options.engine
        return engine is Engine.GDS or (engine is Engine.AUTO and is_large(self.database))


Job = Callable[[Source], Outcome]


def _influence(source: Source) -> Outcome:
    if source.in_neo4j():
        return _influence_in_neo4j(source)
    snapshot = source.snapshot()
    source.options.progress("Working out influence", 0, 0)
    return Outcome(snapshot.version, snapshot.as_of, influence.run(snapshot), influence.PARAMETERS)


def _influence_in_neo4j(source: Source) -> Outcome:
    shown = extent(source.database, source.options.as_of, source.options.assumptions.window_days)
    source.options.progress("Working out influence inside Neo4j", 0, 0)
    with projected(source.database, shown) as name:
        figures = measure(source.database, name, damping=influence.DAMPING, seed=influence.SEED)
    note = "VoteRank is worked out in the process only"
    return Outcome(shown.version, shown.as_of, influence.of_figures(figures), influence.PARAMETERS, notes=(note,))


def _dependency(source: Source) -> Outcome:
    snapshot = source.snapshot()
    source.options.progress("Working out dependency", 0, 0)
    found = dependency.structure(snapshot)
    try:
        books = books_of(snapshot, source.options.assumptions)
        found.append(people.key_persons(snapshot, source.options.assumptions))
    except InvalidDataError as error:
        note = (f"key persons were left out: {error}",)
        return Outcome(snapshot.version, snapshot.as_of, found, dependency.PARAMETERS, notes=note)
    return Outcome(snapshot.version, snapshot.as_of, found, dependency.PARAMETERS, books.assumed)


def _risk(source: Source) -> Outcome:
    snapshot = source.snapshot()
    options = source.options
    found, assumed, notes = risk.systemic(snapshot, options.assumptions, options.progress)
    parameters = {"recoveryDays": options.assumptions.recovery_days, "tolerance": risk.TOLERANCE}
    return Outcome(snapshot.version, snapshot.as_of, found, parameters, assumed, notes)


JOBS: Final[Mapping[str, Job]] = MappingProxyType({"influence": _influence, "dependency": _dependency, "risk": _risk})


def require(name: str, as_of: date | None) -> None:
    """Raise UsageError for a job that does not exist or a day that is yet to come; it needs no database."""
    if name not in JOBS:
        raise UsageError(f"there is no job {name!r}; there are {', '.join(JOBS)}")
    if as_of is not None and as_of > datetime.now().astimezone().date():
        raise UsageError(f"{as_of} is yet to come; give a day that has been, or leave it out for the newest")


def run_job(database: Database, snapshots: Snapshots, name: str, options: Options) -> Report:
    """Run a job and write its scores.

    Raises UsageError for a job that does not exist or a day that is yet to come, and what reading and writing raise.
    """
    require(name, options.as_of)
    started = datetime.now(UTC)
    outcome = JOBS[name](Source(database, snapshots, options))
    run = Run(
        name,
        outcome.as_of,
        outcome.version,
        started,
        _program(),
        {**outcome.parameters, "windowDays": options.assumptions.window_days},
        {each.name: {"value": each.value, "nodes": each.nodes} for each in outcome.assumed},
    )
    scores = [found.scores() for found in outcome.found]
    return Report(name, record(database, run, scores, keep=options.keep, progress=options.progress), outcome)


def _program() -> str:
    try:
        return version("guanxi")
    except PackageNotFoundError:
        return "unknown"
