"""The commands of `guanxi` and how they end."""

import shlex
import sys

import typer

from app.cli import demo, doctor, documents, graph, ingest, mapping, neo4j, resolve, run, service
from app.cli.console import err, say
from app.logs import log_to_stderr
from graph.errors import GuanxiError

_INTERRUPTED = 130

app = typer.Typer(
    name="guanxi",
    help="Relationship intelligence on Neo4j: every stakeholder and every interaction in one graph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(demo.demo)
app.command()(service.up)
app.command()(service.down)
app.command()(ingest.ingest)
app.command()(resolve.resolve)
app.command()(run.run)
app.command()(documents.documents)
app.command()(doctor.doctor)
app.add_typer(mapping.app, name="mapping")
app.add_typer(neo4j.app, name="neo4j")
app.add_typer(graph.app, name="graph")


def main() -> int:
    """Run one command and return its exit code.

    0 ok, 1 failure, 2 usage, 3 not found, 5 invalid data, 130 interrupted.
    """
    log_to_stderr()
    try:
        app()
    except SystemExit as end:  # typer's own end, usage errors and Ctrl-C included
        code = end.code if isinstance(end.code, int) else 1
        if code == _INTERRUPTED:
            _tell_how_to_go_on()
        return code
    except GuanxiError as error:
        say(f"Error: {error}")
        return error.exit_code
    except BrokenPipeError:
        return 1
    return 0


def _tell_how_to_go_on() -> None:
    err.line()
    say(f"Interrupted; nothing is lost. To go on: {shlex.join(['guanxi', *sys.argv[1:]])}")
