"""The demo: loading the demo company, and showing it to a newcomer."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.operations import Operations, Request
from api.schema import schema
from app.demo import DemoFiles, write_demo
from app.embedded import Progress
from app.settings import Settings
from graph.client import Database
from graph.errors import UsageError
from graph.progress import is_demo, mark_demo, version
from ingest.load import Options, ingest
from ingest.mapping import load_mapping
from ingest.resolve import Resolution, resolve
from ingest.summary import OUTCOMES

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
    """What preparing the demo did, and a sample query's answer."""

    files: DemoFiles
    counts: Counter[str]
    resolution: Resolution
    answer: dict[str, Any]


def prepare(database: Database, folder: Path, progress: Progress) -> Report:
    """Write the demo company's files, load and resolve them, and ask the sample query.

    Raises UsageError where the database holds something else.
    """
    if not is_demo(database):
        if version(database):
            raise UsageError(
                "this database holds data that are not the demo's, and the demo would mix with them;"
                " set GUANXI_HOME to another folder for the demo"
            )
        mark_demo(database)
    progress("Writing the demo company's files", 0, 0)
    files = write_demo(folder)
    counts: Counter[str] = Counter()

    def told(table: str, rows: int) -> None:
        progress(f"Loading {table}", rows, 0)

    for path in files.mappings:
        mapping = load_mapping(path)
        options = Options(rejects=folder.parent / "rejects", progress=told)
        summary = ingest(database, mapping, path.parent, options)
        counts.update({outcome: summary.total(outcome) for outcome in OUTCOMES})
    progress("Resolving", 0, 0)
    resolution = resolve(database)
    answer = Operations(schema._schema, database, 30.0).answer(Request(SAMPLE, {}, None))
    return Report(files, counts, resolution, answer.body)


def describe(report: Report, url: str, browser: str | None, settings: Settings) -> str:
    """What a newcomer needs to read: what is there, where to look, and one answered query."""
    loaded = report.counts["created"] + report.counts["changed"]
    rows = sum(report.counts[outcome] for outcome in OUTCOMES)
    change = f"{loaded:,} of {rows:,} rows were new" if loaded else f"all {rows:,} rows were there already"
    lines = [
        f"The demo company is loaded: {change}; {report.resolution.resolved:,} parties stand in several systems.",
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
