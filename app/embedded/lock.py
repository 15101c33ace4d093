"""The locked lists of artifacts (jars.txt, webjars.txt), and how to make them anew.

One line per artifact: `group:artifact:version[:classifier] sha256 [plugin]`. A list names no host: where jars come
from is the user's Maven set-up. After changing a version in `layout.py`, run

    python -m app.embedded.lock

which resolves all POMs (minutes) and rewrites both lists; commit them.
"""

import hashlib
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.embedded.layout import BROWSER_VERSION, GDS_VERSION, GRAPHIQL_VERSION, NEO4J_VERSION

HERE: Final = Path(__file__).parent
JARS: Final = HERE / "jars.txt"
WEBJARS: Final = HERE / "webjars.txt"
ENDPOINT: Final = "+".join(
    (
        f"org.neo4j:neo4j:{NEO4J_VERSION}",
        f"org.neo4j.app:neo4j-server:{NEO4J_VERSION}",
        f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}",
        f"org.neo4j.gds:proc:{GDS_VERSION}",
        f"org.neo4j.gds:opengds-extension:{GDS_VERSION}",
    )
)
WEB_ENDPOINTS: Final = (
    f"org.webjars.npm:graphiql:{GRAPHIQL_VERSION}",
    "org.webjars.npm:react:18.2.0",
    "org.webjars.npm:react-dom:18.2.0",
)
PLUGIN_PATH: Final = "org/neo4j/gds/"


@dataclass(frozen=True, order=True)
class Artifact:
    """One jar of a locked list."""

    group: str
    name: str
    version: str
    classifier: str
    sha256: str
    plugin: bool

    @property
    def filename(self) -> str:
        """The jar's file name, as Maven forms it."""
        return "-".join(filter(None, (self.name, self.version, self.classifier))) + ".jar"

    @property
    def coordinate(self) -> str:
        """`group:artifact:version[:classifier]`."""
        return ":".join(filter(None, (self.group, self.name, self.version, self.classifier)))

    @property
    def line(self) -> str:
        """The artifact's line in a locked list."""
        return f"{self.coordinate} {self.sha256}{' plugin' if self.plugin else ''}"


def read(path: Path) -> tuple[Artifact, ...]:
    """Return the artifacts of a locked list, in its order."""
    return tuple(_parse(line) for line in path.read_text(encoding="utf-8").splitlines())


def _parse(line: str) -> Artifact:
    coordinate, sha256, *flags = line.split()
    group, name, version, *classifier = coordinate.split(":")
    return Artifact(group, name, version, "".join(classifier), sha256, plugin=flags == ["plugin"])


def write(path: Path, artifacts: Iterable[Artifact]) -> None:
    """Write a locked list, sorted."""
    path.write_text("".join(f"{artifact.line}\n" for artifact in sorted(artifacts)), encoding="utf-8")


def resolve_jars(cache: Path) -> list[Artifact]:
    """Resolve Neo4j, GDS and the Browser with all they depend on; takes minutes."""
    import jgo  # noqa: PLC0415 - only here, for it is slow to import

    environment = jgo.build(ENDPOINT, cache_dir=cache)
    jars = {jar.name: jar for jar in (*environment.class_path_jars, *environment.module_path_jars)}
    resolved = tomllib.loads((environment.path / "jgo.lock.toml").read_text(encoding="utf-8"))
    artifacts = [
        Artifact(
            entry["groupId"], entry["artifactId"], entry["version"], entry.get("classifier", ""), entry["sha256"], False
        )
        for entry in resolved["dependencies"]
    ]
    return [
        Artifact(a.group, a.name, a.version, a.classifier, a.sha256, _is_plugin(jars[a.filename])) for a in artifacts
    ]


def resolve_webjars(cache: Path) -> list[Artifact]:
    """Resolve the three WebJars of GraphiQL; they are self-contained, so nothing else is needed."""
    from jgo.maven import MavenContext  # noqa: PLC0415 - only here, for it is slow to import

    context = MavenContext(repo_cache=cache)
    artifacts = []
    for endpoint in WEB_ENDPOINTS:
        jar = Path(context.create_dependency(endpoint).artifact.resolve())
        sha256 = hashlib.sha256(jar.read_bytes()).hexdigest()
        group, name, version = endpoint.split(":")
        artifacts.append(Artifact(group, name, version, "", sha256, plugin=False))
    return artifacts


def _is_plugin(jar: Path) -> bool:
    """Whether Neo4j must find this jar in its plugins folder, for it holds parts of GDS."""
    with zipfile.ZipFile(jar) as archive:
        return any(name.startswith(PLUGIN_PATH) for name in archive.namelist())


def main() -> None:
    """Resolve anew and rewrite both lists."""
    with tempfile.TemporaryDirectory() as folder:
        write(WEBJARS, resolve_webjars(Path(folder) / "web"))
        write(JARS, resolve_jars(Path(folder) / "neo4j"))
    sys.stdout.write(f"{len(read(JARS))} jars, {len(read(WEBJARS))} WebJars locked\n")


if __name__ == "__main__":
    main()
