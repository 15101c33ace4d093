"""What people read: results on stdout, progress and errors on stderr, bars only on a terminal."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

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
    """Show long-running steps: a bar on a terminal, one line for each step elsewhere."""
    if not err.is_terminal:
        yield _plain()
        return
    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("", total=None, visible=False)

        def step(name: str, done: int, total: int) -> None:
            bars.update(task, description=name, completed=done, total=total or None, visible=True)

        yield step


def _plain() -> Callable[[str, int, int], None]:
    last = ""

    def step(name: str, _done: int, _total: int) -> None:
        nonlocal last
        if name != last:
            say(f"{name} …")
            last = name

    return step
