"""Fetching locked artifacts from the user's Maven repositories, in parallel, each checked against its SHA-256.

No POM is read: the list is complete. Repositories are those of the user's jgo configuration and Maven's central one.
A jar that the local Maven repository (`~/.m2`) already holds is linked from there.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.embedded.files import link_or_copy
from app.embedded.lock import Artifact
from app.embedded.progress import Progress
from graph.errors import ServerError

if TYPE_CHECKING:
    from jgo.maven import MavenContext

THREADS: Final = 8
ATTEMPTS: Final = 3
TIMEOUT: Final = (10, 30)  # seconds to connect, and to wait for more
CHUNK: Final = 1 << 16


def fetch(artifacts: Sequence[Artifact], folder: Path, step: str, progress: Progress) -> None:
    """Put the jar of every artifact into `folder`; what is there and whole already stays.

    Raises
    ------
    ServerError
        A jar could not be fetched, or is not the one that was locked.

    """
    context = _context()
    folder.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    progress(step, 0, len(artifacts))
    with ThreadPoolExecutor(THREADS, thread_name_prefix="maven") as pool:
        futures = [pool.submit(_provide, context, artifact, folder, stop) for artifact in artifacts]
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                progress(step, done, len(artifacts))
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _context() -> MavenContext:
    """Return the Maven set-up of this user, as jgo sees it."""
    from jgo.config import GlobalSettings  # noqa: PLC0415 - only here, for it is slow to import
    from jgo.constants import MAVEN_CENTRAL_URL  # noqa: PLC0415
    from jgo.maven import MavenContext  # noqa: PLC0415

    user = GlobalSettings.load()
    return MavenContext(repo_cache=user.repo_cache, remote_repos={"central": MAVEN_CENTRAL_URL, **user.repositories})


def _provide(context: MavenContext, artifact: Artifact, folder: Path, stop: threading.Event) -> None:
    target = folder / artifact.filename
    if sha256(target) == artifact.sha256:
        return
    target.unlink(missing_ok=True)
    remote = context.project(artifact.group, artifact.name).at_version(artifact.version).artifact(artifact.classifier)
    local = context.repo_cache / remote.component.path_prefix / remote.filename
    if sha256(local) == artifact.sha256:
        link_or_copy(local, target)
        return
    path = f"{remote.component.path_prefix.as_posix()}/{remote.filename}"
    _download(artifact, [f"{url.rstrip('/')}/{path}" for url in context.remote_repos.values()], target, stop)


def _download(artifact: Artifact, urls: Sequence[str], target: Path, stop: threading.Event) -> None:
    """Try every repository, several times each, until one yields the locked jar."""
    partial = target.with_suffix(".part")
    problems = []
    for attempt, url in [(attempt, url) for attempt in range(ATTEMPTS) for url in urls]:
        if stop.wait(attempt):  # a server that is out of breath gets a little more time each round
            return
        problem = _transfer(url, partial, stop)
        if problem is None and sha256(partial) == artifact.sha256:
            partial.replace(target)
            return
        partial.unlink(missing_ok=True)
        problems.append(f"{url}: {problem or 'is not the file that was locked (SHA-256 differs)'}")
    raise ServerError(
        f"Could not download {artifact.coordinate}:\n  "
        + "\n  ".join(dict.fromkeys(problems))
        + "\nCheck the network and your proxy (HTTPS_PROXY), or name your own Maven repository as central under "
        "[repositories] in jgo.conf. What was downloaded is kept; run it again to go on."
    )


def _transfer(url: str, target: Path, stop: threading.Event) -> str | None:
    """Download to a file; return what went wrong."""
    from jgo.util import http  # noqa: PLC0415 - only here, for it is slow to import

    try:
        with http.get(url, stream=True, timeout=TIMEOUT) as response:
            if response.status_code != 200:
                return f"HTTP {response.status_code}"
            with target.open("wb") as file:
                for chunk in response.iter_content(CHUNK):
                    if stop.is_set():
                        return "interrupted"
                    file.write(chunk)
    except OSError as error:  # the network's errors are among these
        return f"{type(error).__name__}: {error}"
    return None


def sha256(path: Path) -> str | None:
    """Return a file's SHA-256, or None when there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
