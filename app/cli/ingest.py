"""`guanxi ingest`."""

from pathlib import Path
from typing import Annotated

import typer

from app.bulk import bulk_load
from app.cli.console import loading, out, say, show_json, show_table, steps
from app.settings import load_settings
from app.wiring import open_database
from graph.errors import UsageError
from ingest.load import Options
from ingest.load import ingest as load
from ingest.mapping import load_mapping
from ingest.summary import OUTCOMES, Summary

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the files; default: beside the mapping.")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="Folder for rejected rows; default: rejects/ in GUANXI_HOME.")
]


def ingest(
    mapping: Annotated[Path, typer.Argument(help="The mapping, a YAML file (docs/mapping.md).")],
    *,
    data: Data = None,
    rejects: Rejects = None,
    full: Annotated[
        bool, typer.Option("--full", help="End what is gone from tables whose mapping says extent: full.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="With --full: even if it is much.")] = False,
    bulk: Annotated[bool, typer.Option("--bulk", help="A first load into an empty database, much faster.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the accounts as JSON.")] = False,
) -> None:
    """Load the tables of one source system."""
    if bulk and (full or dry_run):
        raise UsageError("--bulk is a first load: it goes neither with --full nor with --dry-run")
    settings = load_settings()
    source = load_mapping(mapping)
    folder = data or mapping.parent
    with steps() as progress:
        options = Options(
            rejects=rejects or settings.home / "rejects",
            dry_run=dry_run,
            full=full,
            force=force,
            progress=loading(progress),
        )
        if bulk:
            summary = bulk_load(settings, source, folder, options, progress)
        else:
            with open_database(settings, progress) as (database, _):
                summary = load(database, source, folder, options)
    if json:
        show_json(summary.as_dict())
    else:
        _show(summary)
    if summary.total("rejected"):
        files = ", ".join(str(table.rejects) for table in summary.tables if table.rejects)
        say(f"Warning: {summary.total('rejected'):,} rows were rejected; see {files}")


def _show(summary: Summary) -> None:
    rows = [[t.table, t.read, *(t.counts[outcome] for outcome in OUTCOMES), t.ended] for t in summary.tables]
    show_table(["table", "read", *OUTCOMES, "ended"], rows, numbers=2 + len(OUTCOMES))
    if summary.waiting:
        out.print()
        out.print("Waiting for rows that others name:")
        waiting = [[row["source"], row["table"], row["waiting"]] for row in summary.waiting]
        show_table(["source", "table", "waiting"], waiting, numbers=1)
    if summary.dry_run:
        say("Dry run: nothing was written.")
