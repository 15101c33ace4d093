"""`guanxi mapping`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.drafting import init_mapping

app = typer.Typer(help="Mappings.", no_args_is_help=True)


@app.callback()
def mapping() -> None:
    """Mappings."""


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="A file of the system: CSV, Excel, Parquet, JSON Lines, SQLite.")],
) -> None:
    """Draft a mapping from a file's own columns; to be read and corrected before use."""
    sys.stdout.write(init_mapping(file))
