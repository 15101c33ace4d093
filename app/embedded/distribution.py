"""Neo4j with GDS and the Browser, installed from the locked jars into the cache, once for all homes.

`<cache>/neo4j-<version>/lib` holds all jars, `plugins` those of GDS once more (hard links). The folder appears whole,
by a rename; its `installed.json` says which list it was made from and how long each file is, so a look at the sizes
finds a cache that somebody has cut into, and repairs it.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.embedded import lock
from app.embedded.files import link_or_copy, locked, read_json, write_whole
from app.embedded.layout import NEO4J_VERSION
from app.embedded.maven import fetch, sha256
from app.embedded.progress import Progress, quiet
from graph.errors import ServerError

INSTALL_SECONDS: Final = 1800
MANIFEST: Final = "installed.json"
FRESH: Final = ".neo4j-"


@dataclass(frozen=True)
class Distribution:
    """An installed Neo4j."""

    folder: Path

    @property
    def lib(self) -> Path:
        """All jars."""
        return self.folder / "lib"

    @property
    def plugins(self) -> Path:
        """The jars of GDS, which Neo4j loads only from a plugins folder."""
        return self.folder / "plugins"

    @property
    def jars(self) -> tuple[Path, ...]:
        """The class path, in a fixed order: the class-data archive is good for this order only."""
        return tuple(self.lib / artifact.filename for artifact in lock.read(lock.JARS))


def install(cache: Path, progress: Progress = quiet) -> Distribution:
    """Return the installed Neo4j, downloading what the cache does not hold (about 180 MB).

    Parameters
    ----------
    cache
        `GUANXI_CACHE`.
    progress
        Called as jars are fetched; never when all are there.

    Raises
    ------
    ServerError
        A jar could not be fetched, the cache cannot be written, or another process installs and does not end.

    """
    distribution = Distribution(cache / f"neo4j-{NEO4J_VERSION}")
    try:
        if not _intact(distribution.folder):
            cache.mkdir(parents=True, exist_ok=True)
            with locked(
                cache / ".installing",
                seconds=INSTALL_SECONDS,
                waiting_for="Neo4j to be downloaded",
                progress=progress,
            ):
                if not _intact(distribution.folder):
                    _install(cache, distribution.folder, progress)
    except OSError as error:
        raise ServerError(
            f"Neo4j cannot be installed into {cache}: {error}. "
            "Make room or give access there (about 200 MB), or set GUANXI_CACHE to another folder."
        ) from error
    return distribution


def discard_if_damaged(distribution: Distribution) -> bool:
    """Compare every jar with its SHA-256; if one differs, let the next `install` repair it, and return True."""
    damaged = any(
        sha256(distribution.folder / part / artifact.filename) != artifact.sha256
        for artifact in lock.read(lock.JARS)
        for part in _parts(artifact)
    )
    if damaged:
        (distribution.folder / MANIFEST).unlink(missing_ok=True)
    return damaged


@dataclass(frozen=True)
class Inventory:
    """What there is of an installation: how many jars belong to it, and which are missing or not those locked."""

    folder: Path
    total: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    begun: bool
    """Whether anything of it is there, be it half a download."""


def take_inventory(cache: Path) -> Inventory:
    """Compare every jar with its SHA-256; changes nothing (1 s)."""
    folder = cache / f"neo4j-{NEO4J_VERSION}"
    artifacts = lock.read(lock.JARS)
    missing, damaged = [], []
    for artifact in artifacts:
        found = {sha256(folder / part / artifact.filename) for part in _parts(artifact)}
        if None in found:
            missing.append(artifact.filename)
        elif found != {artifact.sha256}:
            damaged.append(artifact.filename)
    if not missing and not _intact(folder):
        missing.append(MANIFEST)
    begun = folder.exists() or (cache / "downloads").exists()
    return Inventory(folder, len(artifacts), tuple(missing), tuple(damaged), begun)


def _parts(artifact: lock.Artifact) -> tuple[str, ...]:
    """Return the folders an artifact's jar belongs into."""
    return ("lib", "plugins") if artifact.plugin else ("lib",)


def _install(cache: Path, folder: Path, progress: Progress) -> None:
    artifacts = lock.read(lock.JARS)
    downloads = cache / "downloads"
    for left_behind in cache.glob(f"{FRESH}*"):  # by an installation that was killed
        shutil.rmtree(left_behind)
    _salvage(folder / "lib", downloads, artifacts)
    fetch(artifacts, downloads, "Downloading Neo4j", progress)
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix=FRESH))
    for part in ("lib", "plugins"):
        (fresh / part).mkdir()
    for artifact in artifacts:
        for part in _parts(artifact):
            link_or_copy(downloads / artifact.filename, fresh / part / artifact.filename)
    write_whole(fresh / MANIFEST, json.dumps({"lock": sha256(lock.JARS), "sizes": _sizes(fresh)}))
    if folder.exists():
        shutil.rmtree(folder)
    fresh.rename(folder)
    shutil.rmtree(downloads)


def _salvage(lib: Path, downloads: Path, artifacts: Sequence[lock.Artifact]) -> None:
    """Take over the jars of a broken installation; `fetch` keeps those that are whole."""
    downloads.mkdir(exist_ok=True)
    for artifact in artifacts:
        old, new = lib / artifact.filename, downloads / artifact.filename
        if old.exists() and not new.exists():
            link_or_copy(old, new)


def _intact(folder: Path) -> bool:
    """Whether the installation is of the present list, with nothing missing or cut short."""
    manifest = read_json(folder / MANIFEST)
    return manifest is not None and manifest["lock"] == sha256(lock.JARS) and manifest["sizes"] == _sizes(folder)


def _sizes(folder: Path) -> dict[str, int]:
    """Return the length in bytes of every jar."""
    return {
        f"{part}/{jar.name}": jar.stat().st_size
        for part in ("lib", "plugins")
        for jar in sorted((folder / part).glob("*.jar"))
    }
