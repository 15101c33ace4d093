"""Why a JVM ended: the reason and the tail of what it printed."""

from itertools import pairwise
from pathlib import Path
from typing import Final

from app.embedded.layout import Layout

TAIL_LINES: Final = 20
INTRODUCTION: Final = "Error occurred during"  # the JVM gives its reason on the next line
NOISE: Final = ("\tat ", "\t... ")
REASONS: Final = ("Caused by:", "Exception in thread", INTRODUCTION, "java.lang.OutOfMemoryError", " ERROR ")


def explain_end(layout: Layout, exit_code: int | None) -> str:
    """Return a sentence on how the JVM ended, its reason if it gave one, and where to read on."""
    how = f"was killed by signal {-exit_code}" if exit_code and exit_code < 0 else f"ended with code {exit_code}"
    lines = [*_lines(layout.console), *_lines(layout.logs / "neo4j.log")]
    reasons = [
        f"{line.strip()} {following.strip()}" if line.startswith(INTRODUCTION) else line.strip()
        for line, following in pairwise([*lines, ""])
        if any(mark in line for mark in REASONS)
    ]
    reason = f"\nReason: {reasons[-1]}" if reasons else ""
    shown = "\n  ".join(lines[-TAIL_LINES:])
    return f"Neo4j's process {how}.{reason}\nThe end of its log ({layout.console}):\n  {shown}"


def is_port_conflict(explanation: str) -> bool:
    """Whether a JVM ended because another server has its port."""
    return "already in use" in explanation


def _lines(path: Path) -> list[str]:
    """Return the last lines of a log without the stack frames."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - (1 << 16), 0))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if line.strip() and not line.startswith(NOISE)][-200:]
