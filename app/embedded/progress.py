"""How long-running steps tell what they do."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the step, what is done, and the total; a total of 0 means that nobody can know it."""


def quiet(step: str, done: int, total: int) -> None:
    """Report nothing."""
