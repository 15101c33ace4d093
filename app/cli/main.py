"""The commands of `guanxi` and how they end."""

import logging
import shlex
import sys

import click
import structlog
import typer

from app.cli import demo, graph, ingest, neo4j, resolve, service
from app.cli.console import err, say
from graph.errors import GuanxiError

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
app.add_typer(neo4j.app, name="neo4j")
app.add_typer(graph.app, name="graph")


def main() -> int:
    """Run one command and return its exit code.

    0 ok, 1 failure, 2 usage, 3 not found, 5 invalid data, 130 interrupted.
    """
    _log_to_stderr()
    code: object = 1
    try:
        code = app(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = _interrupted()
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        if context is not None:
            say(context.get_usage())
        say(f"Error: {error.format_message()}")
        code = error.exit_code
    except GuanxiError as error:
        say(f"Error: {error}")
        code = error.exit_code
    except BrokenPipeError:
        code = 1
    return code if isinstance(code, int) else 0


def _interrupted() -> int:
    err.line()
    say(f"Interrupted; nothing is lost. To go on: {shlex.join(['guanxi', *sys.argv[1:]])}")
    return 130


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
