"""What is known of a statement that ran, and the log of those that were slow."""

import hashlib
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from graph.client import Database
from graph.errors import GuanxiError, UnavailableError

_log = structlog.get_logger("guanxi.slow")

_LONGEST: Final = 2_000
"""Characters of a statement, and of a plan, in the log."""
_DETAIL: Final = 120
_WINDOW: Final = 60.0
_LINES: Final = 20
_PLAN_EVERY: Final = 3_600.0
_PLANS: Final = 500
_PLAN_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Ran:
    """A statement that ran for a root field; `code` is OK, or that of its error."""

    field: str
    text: str
    seconds: float
    code: str


class SlowLog:
    """Logs statements that took `milliseconds` or longer, and their plans; 0 logs none. Thread-safe.

    At most `_LINES` lines a minute, and one plan of a statement an hour. Plans are asked for in a thread of its own,
    after the answer is out, without values, and without running anything. The texts are Guanxi's own: what a caller
    sent travels in parameters, which are not logged.
    """

    def __init__(self, database: Database, milliseconds: int) -> None:
        self._database = database
        self._seconds = milliseconds / 1000
        self._lock = threading.Lock()
        self._window = 0.0
        self._lines = 0
        self._left_out = 0
        self._planned: OrderedDict[str, float] = OrderedDict()
        self._wanted: queue.Queue[tuple[str, str, Mapping[str, Any]]] = queue.Queue(maxsize=8)
        self._thread: threading.Thread | None = None

    def note(self, ran: Ran) -> None:
        """Log a statement, if it was slow, and not only because Neo4j was away."""
        if not self._seconds or ran.seconds < self._seconds or ran.code == UnavailableError.code:
            return
        statement = hashlib.sha256(ran.text.encode()).hexdigest()[:16]
        with self._lock:
            left_out = self._admit()
            new = left_out is not None and self._is_new(statement)
        if left_out is None:
            return
        facts = {"text": _cut(ran.text)} if new else {}
        if left_out:
            facts["left_out"] = str(left_out)
        _log.warning(
            "slow statement",
            field=ran.field,
            statement=statement,
            milliseconds=round(ran.seconds * 1000),
            code=ran.code,
            **facts,
        )
        if new:
            self._ask_for_plan(statement, ran.text)

    def _admit(self) -> int | None:
        """Lines that were left out since the last one; None where this one is left out too."""
        now = time.monotonic()
        if now - self._window >= _WINDOW:
            self._window, self._lines = now, 0
        if self._lines >= _LINES:
            self._left_out += 1
            return None
        self._lines += 1
        left_out, self._left_out = self._left_out, 0
        return left_out

    def _is_new(self, statement: str) -> bool:
        now = time.monotonic()
        if now - self._planned.get(statement, -_PLAN_EVERY) < _PLAN_EVERY:
            return False
        self._planned[statement] = now
        self._planned.move_to_end(statement)
        if len(self._planned) > _PLANS:
            self._planned.popitem(last=False)
        return True

    def _ask_for_plan(self, statement: str, text: str) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._plan, name="plans", daemon=True)
                self._thread.start()
        try:
            self._wanted.put_nowait((statement, text, structlog.contextvars.get_contextvars()))
        except queue.Full:
            _log.warning("slow statement's plan left out", statement=statement)

    def _plan(self) -> None:
        while True:
            statement, text, context = self._wanted.get()
            with structlog.contextvars.bound_contextvars(**context):
                try:
                    lines = list(_lines(self._database.plan(text, timeout=_PLAN_SECONDS).plan or {}))
                except GuanxiError as error:
                    _log.warning("slow statement has no plan", statement=statement, kind=type(error).__name__)
                else:
                    _log.warning("slow statement's plan", statement=statement, plan=_cut("\n".join(lines)))


def _lines(plan: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """A line for each operator: its name, the rows that Neo4j expects, and what it does."""
    facts = plan.get("args", {})
    detail = str(facts.get("Details", "")).replace("\n", " ")[:_DETAIL]
    rows = facts.get("EstimatedRows", 0)
    yield f"{' ' * depth}{str(plan.get('operatorType')).split('@')[0]} rows={rows:.0f} {detail}".rstrip()
    for child in plan.get("children", ()):
        yield from _lines(child, depth + 1)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
