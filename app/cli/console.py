"""What people read: results on stdout, progress and errors on stderr, bars only on a terminal."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from app.embedded import Progress as Steps

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def say(message: str) -> None:
    """Tell how things go; not part of the result."""
    err.print(message, markup=False)


def show_json(value: Any) -> None:
    """Print a result for a program."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def show_table(columns: list[str], rows: list[list[Any]], *, numbers: int = 0) -> None:
    """Print a result for a person; the last `numbers` columns stand to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index >= len(columns) - numbers else "left")
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    out.print(table)


@contextmanager
def steps() -> Iterator[Steps]:
    """Show long-running steps: a bar with rate and remaining time on a terminal, one line for each step elsewhere."""
    if not err.is_terminal:
        yield _plain()
        return
    text = TextColumn("{task.description}")
    columns = (
        SpinnerColumn(),
        text,
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("", total=None, visible=False)
        last = ""

        def step(name: str, done: int, total: int) -> None:
            nonlocal last
            if name != last:
                bars.reset(task)
                last = name
            bars.update(task, description=name, completed=done, total=total or None, visible=True)

        yield step


def loading(progress: Steps) -> Callable[[str, int, float | None], None]:
    """Show a load as a step, in rows: those of the whole table are told from the part of the file that was read."""
    return lambda table, rows, part: progress(f"Loading {table}", rows, round(rows / part) if part else 0)


class _Rate(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def _plain() -> Callable[[str, int, int], None]:
    last = ""

    def step(name: str, _done: int, _total: int) -> None:
        nonlocal last
        if name != last:
            say(f"{name} …")
            last = name

    return step
