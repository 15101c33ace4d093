"""How errors look to a caller: what we raised on purpose with its code, everything else masked."""

import uuid
from typing import Any

import structlog
from graphql import GraphQLError

from graph.errors import GuanxiError

_log = structlog.get_logger("guanxi.api")

_LONGEST = 500
"""Characters of a message: it may quote what was sent, which may be long."""


def formatted(error: GraphQLError) -> dict[str, Any]:
    """One entry of `errors`, with `extensions.code`, and the request's id where there is one."""
    answer = _told(error)
    if request := structlog.contextvars.get_contextvars().get("request"):
        answer["extensions"]["requestId"] = request
    return answer


def _told(error: GraphQLError) -> dict[str, Any]:
    original = error.original_error
    while isinstance(original, GraphQLError) and original.original_error is not None:
        original = original.original_error
    answer: dict[str, Any] = {"message": _shortened(error.message)}
    if error.locations:
        answer["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        answer["path"] = error.path
    if isinstance(original, GuanxiError) and original.code != GuanxiError.code:
        return {**answer, "message": _shortened(str(original)), "extensions": {"code": original.code}}
    if original is None or isinstance(original, GraphQLError):
        extensions = {"code": "GRAPHQL_VALIDATION_FAILED"} | dict(error.extensions or {})
        return {**answer, "extensions": extensions}
    reference = uuid.uuid4().hex[:12]
    # The traceback alone: a message may quote what a caller sent, or a value of the graph.
    _log.error("internal error", reference=reference, kind=type(original).__name__, exc_info=without_message(original))
    return {
        **answer,
        "message": f"internal error; operators find it in the log under {reference}",
        "extensions": {"code": "INTERNAL", "reference": reference},
    }


class _MaskedError(Exception):
    """An error whose message is left out."""


def without_message(error: BaseException) -> BaseException:
    """An error with the same traceback, to be logged instead."""
    return _MaskedError(type(error).__name__).with_traceback(error.__traceback__)


def _shortened(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
