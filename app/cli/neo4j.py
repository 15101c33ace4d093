"""`guanxi neo4j`: the embedded server alone."""

from typing import Annotated

import typer

from app import embedded
from app.cli.console import out, say, show_json, steps
from app.settings import load_settings

app = typer.Typer(help="The embedded Neo4j alone.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def start() -> None:
    """Start the server; it runs until `guanxi neo4j stop`."""
    with steps() as progress:
        connection = embedded.start(load_settings(), progress)
    out.print(f"Bolt      {connection.uri}")
    out.print(f"Browser   {connection.http_url}/browser/")


@app.command()
def stop(force: Annotated[bool, typer.Option("--force", help="Even where commands use it.")] = False) -> None:
    """Stop the server."""
    with steps() as progress:
        ended = embedded.stop(load_settings(), force=force, progress=progress)
    say("Stopped." if ended else "It was not running.")


@app.command()
def status(json: Json = False) -> None:
    """Tell whether the server runs, where, and who uses it."""
    found = embedded.status(load_settings())
    facts = {
        "phase": found.phase,
        "pinned": found.pinned,
        "users": list(found.users),
        "pid": found.pid,
        "uptime": found.uptime and round(found.uptime),
        "bolt": found.bolt_url,
        "http": found.http_url,
        "version": found.version,
        "home": str(found.home),
        "dataBytes": found.data_bytes,
        "problem": found.problem or None,
    }
    if json:
        show_json(facts)
        return
    for name, value in facts.items():
        if value not in (None, []):
            out.print(f"{name:<10}{value}", markup=False)


@app.command()
def browser(json: Json = False) -> None:
    """Tell where the Neo4j Browser is, and how to sign in."""
    settings = load_settings()
    found = embedded.status(settings)
    facts = {
        "url": f"{found.http_url}/browser/" if found.http_url else None,
        "connect": found.bolt_url,
        "user": "neo4j",
        "passwordFile": str(found.password_file),
    }
    if json:
        show_json(facts)
        return
    if not found.running:
        say("The server does not run; `guanxi neo4j start` or `guanxi up` starts it.")
    for name, value in facts.items():
        if value:
            out.print(f"{name:<14}{value}", markup=False)
