"""`guanxi run`."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import out, show_json, show_table, steps
from app.settings import load_settings
from app.wiring import open_database
from graph.engines import Engine
from graph.runs import KEEP
from intelligence.assumptions import load_assumptions

if TYPE_CHECKING:
    from intelligence.jobs import Found, Report

_TOP = 10

Job = Annotated[str, typer.Argument(help="influence, dependency or risk.", metavar="JOB")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to show; default: the newest with an event."),
]
Keep = Annotated[int, typer.Option("--keep", min=1, help="Finished runs of this job that are kept.")]
With = Annotated[Engine | None, typer.Option("--engine", help="Where influence is worked out.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def run(job: Job, as_of: AsOf = None, keep: Keep = KEEP, engine: With = None, json: Json = False) -> None:
    """Run an intelligence job: score parties and goods, and write scores and evidence into the graph."""
    from graph.snapshot import Snapshots  # noqa: PLC0415 - only this command needs numba, and takes its time
    from intelligence.jobs import Options, require, run_job  # noqa: PLC0415

    settings = load_settings()
    day = None if as_of is None else as_of.date()
    require(job, day)  # before Neo4j is started for it
    assumptions = load_assumptions(settings.assumptions)
    with steps() as progress, open_database(settings, progress) as (database, _):
        options = Options(assumptions, day, keep, engine or settings.engine, progress)
        report = run_job(database, Snapshots(database), job, options)
    if json:
        show_json(_as_json(report))
    else:
        _show(report)


def _show(report: "Report") -> None:
    run = report.run
    kept = "" if run.latest else "; a run of a later day stays the one that is shown"
    out.print(
        f"Run {run.number} of {report.job}, as of {report.outcome.as_of}, graph version {report.outcome.version}{kept}."
    )
    for found in report.outcome.found:
        _show_metric(found)
    if report.outcome.assumed:
        out.print("\nAssumed, for want of data (GUANXI_ASSUMPTIONS changes it):")
        rows = [[each.name, _plain(each.value), each.nodes] for each in report.outcome.assumed]
        show_table(["assumption", "value", "nodes"], rows, numbers=1)
    for note in report.outcome.notes:
        out.print(f"Note: {note}", markup=False)


def _show_metric(found: "Found") -> None:
    facts = found.facts
    reached = "" if facts.get("converged", True) else "; NOT CONVERGED: values are lower bounds or guesses"
    out.print(f"\n{found.metric.title}", markup=False, style="bold")
    out.print(
        f"{len(found.nodes):,} scored, {found.insufficient:,} with insufficient evidence;"
        f" tolerance {facts.get('tolerance', 0):g}, {facts.get('engine')}{reached}",
        markup=False,
    )
    if found.metric.kind == "community":
        show_table(["community", "members", "foremost"], _communities(found))
        return
    rows = [[place.rank, place.name, ", ".join(place.roles), f"{place.value:,.6g}"] for place in found.top(_TOP)]
    if rows:
        show_table(["rank", "name", "is", found.metric.unit], rows)


def _communities(found: "Found") -> list[list[Any]]:
    """The largest communities, each by its foremost members."""
    places = found.top(len(found.nodes))
    first = {place.value: place.evidence for place in reversed(places)}
    return [
        [f"{label:.0f}", evidence["members"], ", ".join(each["name"] for each in evidence.get("foremost", ()))]
        for label, evidence in sorted(first.items())[:_TOP]
    ]


def _as_json(report: "Report") -> dict[str, Any]:
    outcome = report.outcome
    return {
        "run": {"id": report.run.id, "number": report.run.number, "latest": report.run.latest},
        "job": report.job,
        "asOf": outcome.as_of.isoformat(),
        "graphVersion": outcome.version,
        "parameters": dict(outcome.parameters),
        "assumptions": [{"name": a.name, "value": _plain(a.value), "nodes": a.nodes} for a in outcome.assumed],
        "notes": list(outcome.notes),
        "metrics": {
            found.metric.kind: {
                "title": found.metric.title,
                "unit": found.metric.unit,
                "scored": len(found.nodes),
                "insufficient": found.insufficient,
                **found.facts,
                "top": [
                    {"rank": p.rank, "id": p.id, "name": p.name, "roles": list(p.roles), "value": p.value,
                     "evidence": dict(p.evidence)}
                    for p in found.top(_TOP)
                ],
            }
            for found in outcome.found
        },
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
