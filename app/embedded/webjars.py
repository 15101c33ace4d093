"""GraphiQL for the API, to be served without the network: a few files out of three locked WebJars."""

import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from app.embedded import lock
from app.embedded.files import locked
from app.embedded.layout import GRAPHIQL_VERSION
from app.embedded.maven import fetch
from app.embedded.progress import Progress, quiet
from graph.errors import ServerError

# File in the cache → path in which jar.
FILES: Final = {
    "graphiql.min.js": ("graphiql", "graphiql.min.js"),
    "graphiql.min.css": ("graphiql", "graphiql.min.css"),
    "graphiql.LICENSE": ("graphiql", "LICENSE"),
    "react.production.min.js": ("react", "umd/react.production.min.js"),
    "react.LICENSE": ("react", "LICENSE"),
    "react-dom.production.min.js": ("react-dom", "umd/react-dom.production.min.js"),
    "react-dom.LICENSE": ("react-dom", "LICENSE"),
}
INSTALL_SECONDS: Final = 300


def graphiql_assets(cache: Path, progress: Progress = quiet) -> Path:
    """Return the folder with GraphiQL's scripts, style and licences, fetching them once (about 2 MB).

    Parameters
    ----------
    cache
        `GUANXI_CACHE`.
    progress
        Called while something is fetched.

    Raises
    ------
    ServerError
        They could not be fetched, or the cache cannot be written.

    """
    folder = cache / f"graphiql-{GRAPHIQL_VERSION}"
    if _complete(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with locked(
            cache / ".installing-graphiql",
            seconds=INSTALL_SECONDS,
            waiting_for="GraphiQL to be downloaded",
            progress=progress,
        ):
            if not _complete(folder):
                _install(cache, folder, progress)
    except OSError as error:
        raise ServerError(
            f"GraphiQL cannot be installed into {cache}: {error}. Give access there, or set GUANXI_CACHE."
        ) from error
    return folder


def _install(cache: Path, folder: Path, progress: Progress) -> None:
    artifacts = {artifact.name: artifact for artifact in lock.read(lock.WEBJARS)}
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix=".graphiql-"))
    try:
        fetch(tuple(artifacts.values()), fresh / "jars", "Downloading GraphiQL", progress)
        for file, (jar, inner) in FILES.items():
            artifact = artifacts[jar]
            with zipfile.ZipFile(fresh / "jars" / artifact.filename) as archive:
                content = archive.read(f"META-INF/resources/webjars/{jar}/{artifact.version}/{inner}")
            (fresh / file).write_bytes(content)
        shutil.rmtree(fresh / "jars")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _complete(folder: Path) -> bool:
    return all((folder / file).is_file() for file in FILES)
