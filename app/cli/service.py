"""`guanxi up` and `guanxi down`."""

from typing import Annotated

import typer

from app import serving
from app.cli.console import out, say, steps
from app.settings import load_settings
from app.wiring import open_database

Detach = Annotated[bool, typer.Option("--detach", help="Return once it answers; `guanxi down` ends it.")]


def up(detach: Detach = False) -> None:
    """Start Neo4j (unless GUANXI_NEO4J_URI is set) and serve the API until Ctrl-C."""
    settings = load_settings()
    if detach:
        out.print(serving.detach(settings, ["up"], say), markup=False, end="")
        return
    with (
        serving.claimed(settings),
        steps() as progress,
        open_database(settings, progress, linger=False) as (database, connection),
    ):

        def ready(url: str) -> None:
            out.print(f"GraphQL   {url}/graphql")
            if browser := serving.browser_url(connection):
                out.print(f"Browser   {browser}")
            say("Ctrl-C ends it.")

        serving.serve(settings, database, progress, ready)


def down() -> None:
    """End the API and the embedded Neo4j."""
    with steps() as progress:
        ended = serving.end(load_settings(), progress)
    say("Ended." if ended else "Nothing was running.")
