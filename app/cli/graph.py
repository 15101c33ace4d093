"""`guanxi graph`."""

from typing import Annotated

import typer

from app.cli.console import out, show_json, steps
from app.settings import load_settings
from app.wiring import open_database
from graph.hashing import graph_hash

app = typer.Typer(help="The graph as a whole.", no_args_is_help=True)


@app.command("hash")
def show_hash(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print a hash of what the graph says; equal graphs have equal hashes, however they were loaded."""
    with steps() as progress, open_database(load_settings(), progress) as (database, _):
        found = graph_hash(database)
    if json:
        show_json({"hash": found})
    else:
        out.print(found)
