"""How loops are compiled, and how they get both cores."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop over arrays, kept on disk, releasing the interpreter's lock.

    Parallelism is `in_threads` over such kernels and never numba's own: its threading layers must not be
    entered from two Python threads at once, and the API calls algorithms from a pool of them.
    """
    compiled = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})(function)
    return cast("Callable[P, R]", compiled)


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def in_threads(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Apply `work` to each item on all cores; results keep the order of the items."""
    tasks = list(items)
    workers = min(cores(), len(tasks))
    if workers <= 1:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, tasks))


def blocks(count: int, *, at_least: int = 1, per_core: int = 4) -> list[tuple[int, int]]:
    """Cut `range(count)` into (start, stop) blocks, several a core so that an uneven load evens out."""
    parts = max(1, min(cores() * per_core, count // max(1, at_least)))
    edges = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(edges))
