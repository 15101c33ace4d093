"""How much memory the embedded server may have, fitted to the machine and to the container around it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

MIB: Final = 1 << 20
CGROUPS: Final = Path("/sys/fs/cgroup")
MEMBERSHIP: Final = Path("/proc/self/cgroup")


@dataclass(frozen=True)
class Memory:
    """Sizes in MiB."""

    heap: int
    page_cache: int


def fit(heap_mb: int | None, page_cache_mb: int | None, total: int | None = None) -> Memory:
    """Return the sizes that were asked for, or what suits a machine with `total` bytes.

    A quarter of the memory for the heap and an eighth for the page cache leave the rest to Guanxi's own arrays; the
    heap starts small and grows, so this is no reservation.
    """
    mib = (available() if total is None else total) // MIB
    return Memory(
        heap=heap_mb or min(max(mib // 4, 512), 8192), page_cache=page_cache_mb or min(max(mib // 8, 64), 4096)
    )


def available() -> int:
    """Return the bytes of memory this process may use: the machine's, or less when a cgroup says so."""
    return min([psutil.virtual_memory().total, *_cgroup_limits(MEMBERSHIP, CGROUPS)])


def _cgroup_limits(membership: Path, root: Path) -> list[int]:
    """Return all memory limits (cgroup v1 and v2) that hold for the process, its ancestors' included."""
    try:
        lines = membership.read_text(encoding="ascii").splitlines()
    except OSError:  # not Linux
        return []
    limits = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            base, name = root, "memory.max"
        elif "memory" in controllers.split(","):
            base, name = root / "memory", "memory.limit_in_bytes"
        else:
            continue
        group = base / path.lstrip("/")
        for folder in (group, *group.parents):
            if folder.is_relative_to(base):
                limits += _limit(folder / name)
    return limits


def _limit(file: Path) -> list[int]:
    try:
        text = file.read_text(encoding="ascii").strip()
    except OSError:  # a container may not show its ancestors
        return []
    return [int(text)] if text.isdigit() else []
