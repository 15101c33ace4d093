"""`guanxi demo`."""

from typing import Annotated

import typer

from app import demonstration, serving
from app.cli.console import out, say, steps
from app.settings import load_settings
from app.wiring import open_database

Detach = Annotated[bool, typer.Option("--detach", help="Return once it answers; `guanxi down` ends it.")]


def demo(detach: Detach = False) -> None:
    """Start Neo4j, load and link the demo company's systems, and serve the API until Ctrl-C."""
    settings = load_settings()
    if detach:
        out.print(serving.detach(settings, ["demo"], say), markup=False, end="")
        return
    with (
        serving.claimed(settings),
        steps() as progress,
        open_database(settings, progress, linger=False) as (database, connection),
    ):
        report = demonstration.prepare(database, settings.home / "demo", progress)

        def ready(url: str) -> None:
            out.print(demonstration.describe(report, url, serving.browser_url(connection), settings), markup=False)
            say("Ctrl-C ends it.")

        serving.serve(settings, database, progress, ready)
