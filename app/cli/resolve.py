"""`guanxi resolve`."""

from typing import Annotated

import typer

from app.cli.console import out, show_json, steps
from app.settings import load_settings
from app.wiring import open_database
from ingest.resolve import resolve as resolve_records


def resolve(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Make one party of the records that a crosswalk or equal tax ids hold together."""
    with steps() as progress, open_database(load_settings(), progress) as (database, _):
        found = resolve_records(database)
    if json:
        show_json({"resolved": found.resolved, "moved": found.moved})
    else:
        out.print(f"{found.resolved:,} parties have several records; {found.moved:,} records moved.")
