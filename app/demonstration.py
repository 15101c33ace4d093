"""The demo: loading the demo company, and showing it to a newcomer."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.operations import Operations
from api.requests import Request
from api.schema import schema
from app.demo import DemoFiles, write_demo
from app.embedded import Progress
from app.settings import Settings
from graph.client import Database
from graph.errors import UsageError
from graph.progress import Demo, mark_demo, read_demo, version
from ingest.load import Options, ingest
from ingest.mapping import load_mapping
from ingest.resolve import resolve
from ingest.summary import OUTCOMES
from intelligence.assumptions import load_assumptions

_SAMPLE_SECONDS = 60.0  # the first query on a cold server also plans the statement

SAMPLE = """\
{
  partyByKey(source: "crm", key: "ALFKI") {
    name
    roles
    customer {
      servedBy { name }
      orders(first: 2) {
        totalCount
        edges { node { key at total { amount currency } deliveries { at } invoices { open { amount } } } }
      }
    }
  }
}"""


@dataclass(frozen=True, slots=True)
class Report:
    """What preparing the demo did, and a sample query's answer. `loaded` is None where all was there already."""

    files: DemoFiles
    loaded: str | None
    answer: dict[str, Any]


def prepare(database: Database, folder: Path, progress: Progress) -> Report:
    """Write the demo company's files, load, resolve and analyse them, and ask the sample query.

    Raises UsageError where the database holds something else.
    """
    known = read_demo(database)
    if known is None and version(database):
        raise UsageError(
            "this database holds data that are not the demo's, and the demo would mix with them;"
            " set GUANXI_HOME to another folder for the demo"
        )
    progress("Writing the demo company's files", 0, 0)
    files = write_demo(folder)
    loaded = None
    if known != Demo(files.digest, untouched=True):
        mark_demo(database, None)
        loaded = _load(database, files, progress)
        mark_demo(database, files.digest)
    answer = Operations(schema._schema, database, _SAMPLE_SECONDS).answer(Request(SAMPLE, {}, None))
    return Report(files, loaded, answer.body)


def _load(database: Database, files: DemoFiles, progress: Progress) -> str:
    """Load all systems, resolve and analyse; returns what came of it, in words."""
    counts: Counter[str] = Counter()
    options = Options(
        rejects=files.folder.parent / "rejects",
        progress=lambda table, rows, _part: progress(f"Loading {table}", rows, 0),
    )
    for path in files.mappings:
        summary = ingest(database, load_mapping(path), path.parent, options)
        counts.update({outcome: summary.total(outcome) for outcome in OUTCOMES})
    progress("Resolving", 0, 0)
    resolution = resolve(database)
    _analyse(database, progress)
    new = counts["created"] + counts["changed"]
    rows = sum(counts.values())
    return f"{new:,} of {rows:,} rows were new or changed; {resolution.resolved:,} parties stand in several systems"


def _analyse(database: Database, progress: Progress) -> None:
    """Run the jobs of intelligence, so that there are scores to see."""
    from graph.snapshot import Snapshots  # noqa: PLC0415 - only this needs numba, and takes its time
    from intelligence.jobs import JOBS, Options, run_job  # noqa: PLC0415

    snapshots, options = Snapshots(database), Options(load_assumptions(), progress=progress)
    for name in JOBS:
        run_job(database, snapshots, name, options)


def describe(report: Report, url: str, browser: str | None, settings: Settings) -> str:
    """What a newcomer needs to read: what is there, where to look, and one answered query."""
    lines = [
        f"The demo company is loaded: {report.loaded or 'it was before, and nothing has changed since'}.",
        "",
        f"GraphQL   {url}/graphql   (open it in a browser for GraphiQL with sample queries)",
    ]
    if browser:
        lines.append(f"Browser   {browser}   user neo4j, password in {settings.home / 'neo4j' / 'password'}")
    lines += [
        f"Files     {report.files.folder}   the systems' exports with their mappings",
        "",
        SAMPLE,
        "",
        json.dumps(report.answer["data"], ensure_ascii=False, indent=2),
        "",
    ]
    return "\n".join(lines)
