"""The log: one JSON object a line, on stderr, with the id of the request that it belongs to.

Lines of libraries (uvicorn, the Neo4j driver) come in the same form from WARNING on; the messages of exceptions that
they log are left out, for these may quote what a caller sent, or a value of the graph.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from api.errors import without_message

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def log_to_stderr() -> None:
    """Set up the log of this process."""
    structlog.configure(
        processors=[*_SHARED, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _mask,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    # It warns of each request that is no HTTP, and anybody could fill the log so; /metrics counts them.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)


def _mask(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave out the messages of exceptions."""
    found: Any = event.get("exc_info")
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exc_info"] = without_message(error)
        event["kind"] = type(error).__name__
    return event
