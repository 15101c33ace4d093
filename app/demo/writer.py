"""Writes the demo company: all files of all systems, in one folder that appears whole or not at all."""

import csv
import io
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final

from app.demo.people import OPERATIONS
from app.demo.stamp import current_digest, is_stamped, stamp
from app.demo.systems import crm, finance, hr, sales, srm, warehouse
from app.demo.world import World, build_world
from graph.errors import UsageError

_SYSTEMS: Final = MappingProxyType[str, Callable[[World], dict[str, bytes]]](
    {
        "hr": hr.files,
        "crm": crm.files,
        "srm": srm.files,
        "warehouse": warehouse.files,
        "sales": sales.files,
        "finance": finance.files,
    }
)
SYSTEMS: Final = tuple(_SYSTEMS)
"""The demo's six source systems, master data first; any order of loading gives the same graph."""


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What `write_demo` has written: `mappings` in the order of `SYSTEMS`, each beside its system's files."""

    folder: Path
    mappings: tuple[Path, ...]
    truth: Path
    digest: str


def write_demo(folder: Path) -> DemoFiles:
    """Write the demo company to a folder; leave it alone when it is there already, as this version makes it.

    Raises
    ------
    UsageError
        The folder holds something else.

    """
    folder = folder.absolute()
    if digest := current_digest(folder):
        return _demo_files(folder, digest)
    if not _is_ours(folder):
        raise UsageError(
            f"{folder} holds files that are not the demo's; name an empty folder, or one that does not exist yet"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made.chmod(0o755)
        _write(build_world(), made)
        digest = stamp(made)
        _put(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return _demo_files(folder, digest)


def is_current(folder: Path) -> bool:
    """Tell whether a folder holds the demo company as this version makes it, unchanged."""
    return current_digest(folder) is not None


def _is_ours(folder: Path) -> bool:
    """Tell whether nothing is lost when a folder is replaced."""
    if folder.is_dir():
        return is_stamped(folder) or not any(folder.iterdir())
    return not folder.exists()


def _demo_files(folder: Path, digest: str) -> DemoFiles:
    mappings = tuple(folder / system / f"{system}.yaml" for system in SYSTEMS)
    return DemoFiles(folder, mappings, folder / "truth" / "parties.csv", digest)


def _write(world: World, folder: Path) -> None:
    package = files("app.demo")
    for system, make in _SYSTEMS.items():
        below = folder / system
        below.mkdir()
        mapping = package.joinpath("mappings", f"{system}.yaml").read_bytes()
        for name, content in {f"{system}.yaml": mapping, **make(world)}.items():
            below.joinpath(name).write_bytes(content)
    for name in ("LICENSE", "README.md"):
        folder.joinpath(name).write_bytes(package.joinpath("northwind", name).read_bytes())
    truth = folder / "truth"
    truth.mkdir()
    truth.joinpath("parties.csv").write_bytes(_truth(world))


def _truth(world: World) -> bytes:
    """Return which records are about the same party: for tests of resolution, never loaded."""
    parties = world.parties
    pairs = [(party.ref, party.cluster) for party in parties.known]
    pairs += [(account.ref, account.party.cluster) for account in (*parties.debtors, *parties.creditors)]
    people = [f"hr:employees:{employee.id}" for employee in world.northwind.employees]
    people += [f"hr:operations:{colleague.id}" for colleague in OPERATIONS]
    pairs += [(person, person) for person in people]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("id", "cluster"), *sorted(pairs)])
    return text.getvalue().encode()


def _put(made: Path, folder: Path) -> None:
    """Move the new folder to its place; a former one goes aside first, because a full folder is not replaced."""
    if current_digest(folder) is not None:
        return  # somebody else was faster
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with suppress(FileNotFoundError):
            folder.rename(aside / "former")
        made.rename(folder)
    except OSError:
        # Somebody else may have written the same at the same time; then all is well.
        if current_digest(folder) is None:
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
