"""Installing from locked lists: a Maven repository of our own, and lists with a few tiny jars."""

import hashlib
import http.server
import re
import threading
import zipfile
from pathlib import Path

import pytest

from app.embedded import lock, maven
from app.embedded.distribution import discard_if_damaged, install
from app.embedded.files import try_flock, unlock
from app.embedded.webjars import FILES, graphiql_assets
from graph.errors import ServerError

NAMES = ("one", "two", "gds")


class Repository(http.server.SimpleHTTPRequestHandler):
    """Serves a folder in Maven's layout, and notes what was asked for."""

    def do_GET(self):
        self.server.asked.append(Path(self.path).name)
        super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository that takes the place of the central one; `asked` holds the files it was asked for."""
    root = tmp_path / "repository"
    root.mkdir()
    handler = lambda *arguments: Repository(*arguments, directory=root)  # noqa: E731
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.root, server.asked = root, []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    conf = tmp_path / "jgo.conf"
    conf.write_text(f"[repositories]\ncentral = http://127.0.0.1:{server.server_port}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(conf))
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    monkeypatch.setattr(maven, "ATTEMPTS", 2)
    yield server
    server.shutdown()
    server.server_close()


def _publish(repository, group, name, version, files):
    """Put a jar into the repository and return its entry for a list."""
    folder = repository.root.joinpath(*group.split("."), name, version)
    folder.mkdir(parents=True)
    jar = folder / f"{name}-{version}.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    sha256 = hashlib.sha256(jar.read_bytes()).hexdigest()
    return lock.Artifact(group, name, version, "", sha256, plugin=name == "gds")


@pytest.fixture
def jars(repository, tmp_path, monkeypatch):
    """A list of three jars, one of them a plugin."""
    path = tmp_path / "jars.txt"
    lock.write(path, [_publish(repository, "org.example", name, "1.0", {"x": name}) for name in NAMES])
    monkeypatch.setattr(lock, "JARS", path)
    return [artifact.filename for artifact in lock.read(path)]


def _contents(distribution):
    return {str(jar.relative_to(distribution.folder)) for jar in distribution.folder.glob("*/*.jar")}


def test_it_installs_what_is_listed_and_asks_once(repository, jars, tmp_path):
    steps = []
    distribution = install(tmp_path / "cache", lambda *step: steps.append(step))
    assert _contents(distribution) == {"lib/one-1.0.jar", "lib/two-1.0.jar", "lib/gds-1.0.jar", "plugins/gds-1.0.jar"}
    assert steps == [("Downloading Neo4j", done, 3) for done in range(4)]
    assert [jar.name for jar in distribution.jars] == sorted(jars)
    assert not discard_if_damaged(distribution)
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {distribution.folder.name, ".installing"}

    assert install(tmp_path / "cache", lambda *step: pytest.fail("nothing is to be done")) == distribution
    assert sorted(repository.asked) == sorted(jars)


def test_jars_of_the_local_maven_repository_are_linked(repository, jars, tmp_path):
    local = tmp_path / "m2/org/example/one/1.0/one-1.0.jar"
    local.parent.mkdir(parents=True)
    local.write_bytes((repository.root / "org/example/one/1.0/one-1.0.jar").read_bytes())
    broken = tmp_path / "m2/org/example/two/1.0/two-1.0.jar"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"not what was locked")
    distribution = install(tmp_path / "cache")
    assert (distribution.lib / "one-1.0.jar").samefile(local)
    assert sorted(repository.asked) == ["gds-1.0.jar", "two-1.0.jar"]


@pytest.mark.parametrize("damage", ["missing", "short", "other"])
def test_a_broken_installation_is_repaired(repository, jars, tmp_path, damage):
    distribution = install(tmp_path / "cache")
    repository.asked.clear()
    jar = distribution.lib / "two-1.0.jar"
    content = jar.read_bytes()
    jar.unlink()
    if damage == "short":
        jar.write_bytes(content[:-1])
    elif damage == "other":
        jar.write_bytes(bytes(len(content)))
        install(tmp_path / "cache")
        assert not repository.asked  # sizes alone do not show it: a start that fails has a closer look
        assert discard_if_damaged(distribution)
    install(tmp_path / "cache")
    assert jar.read_bytes() == content
    assert repository.asked == ["two-1.0.jar"]


def test_a_list_that_changed_is_installed_anew(repository, jars, tmp_path, monkeypatch):
    install(tmp_path / "cache")
    monkeypatch.setattr(lock, "JARS", tmp_path / "changed.txt")
    lock.write(lock.JARS, [_publish(repository, "org.example", "three", "1.0", {"x": "y"})])
    assert _contents(install(tmp_path / "cache")) == {"lib/three-1.0.jar"}


def test_a_failed_download_says_what_and_keeps_the_rest(repository, jars, tmp_path):
    good = repository.root / "org/example/two/1.0/two-1.0.jar"
    content = good.read_bytes()
    good.write_bytes(b"tampered with")
    with pytest.raises(ServerError, match=r"(?s)org\.example:two:1\.0.*SHA-256 differs.*HTTPS_PROXY"):
        install(tmp_path / "cache")
    assert not list(tmp_path.glob("cache/neo4j-*"))
    good.unlink()
    with pytest.raises(ServerError, match="HTTP 404"):
        install(tmp_path / "cache")
    good.write_bytes(content)
    repository.asked.clear()
    install(tmp_path / "cache")
    assert "two-1.0.jar" in repository.asked


def test_without_a_network_the_message_says_so(repository, jars, tmp_path):
    repository.shutdown()
    repository.server_close()
    with pytest.raises(ServerError, match=r"(?s)Could not download.*Connection.*jgo\.conf"):
        install(tmp_path / "cache")


def test_a_cache_that_cannot_be_written_is_named(jars, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ServerError, match="GUANXI_CACHE"):
        install(tmp_path / "file" / "cache")


def test_only_one_installs(repository, jars, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    other = try_flock(cache / ".installing", exclusive=True)
    installing = threading.Thread(target=install, args=(cache,))
    installing.start()
    installing.join(0.3)
    assert installing.is_alive()
    assert not repository.asked
    unlock(other)
    installing.join(20)
    assert not installing.is_alive()


def test_an_installation_that_was_killed_leaves_no_litter(jars, tmp_path):
    (tmp_path / "cache/.neo4j-left/lib").mkdir(parents=True)
    install(tmp_path / "cache")
    assert not (tmp_path / "cache/.neo4j-left").exists()


def test_graphiql_needs_no_neo4j(repository, tmp_path, monkeypatch):
    entries = []
    for jar in ("graphiql", "react", "react-dom"):
        paths = [path for owner, path in FILES.values() if owner == jar]
        inner = {f"META-INF/resources/webjars/{jar}/1.0/{path}": f"{jar} {path}" for path in paths}
        entries.append(_publish(repository, "org.webjars.npm", jar, "1.0", inner))
    lock.write(tmp_path / "webjars.txt", entries)
    monkeypatch.setattr(lock, "WEBJARS", tmp_path / "webjars.txt")
    folder = graphiql_assets(tmp_path / "cache")
    assert {file.name: file.read_text() for file in folder.iterdir()} == {
        name: f"{jar} {path}" for name, (jar, path) in FILES.items()
    }
    (folder / "react.LICENSE").unlink()
    repository.asked.clear()
    assert graphiql_assets(tmp_path / "cache") == folder
    assert (folder / "react.LICENSE").exists()
    assert graphiql_assets(tmp_path / "cache") == folder
    assert len(repository.asked) == 3


def test_the_real_graphiql(cache):
    folder = graphiql_assets(cache)
    assert "GraphiQL" in (folder / "graphiql.min.js").read_text(encoding="utf-8")
    assert "MIT License" in (folder / "react.LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "length", "plugins"), [(lock.JARS, 380, 126), (lock.WEBJARS, 3, 0)])
def test_the_committed_lists(path, length, plugins, tmp_path):
    artifacts = lock.read(path)
    assert len(artifacts) == length == len({artifact.filename for artifact in artifacts})
    assert sum(artifact.plugin for artifact in artifacts) == plugins
    form = re.compile(r"([\w.-]+:){2}[\w.-]+(:[\w-]+)? [0-9a-f]{64}( plugin)?")
    assert all(form.fullmatch(artifact.line) for artifact in artifacts)  # so none names a host
    lock.write(tmp_path / "again.txt", artifacts)
    assert (tmp_path / "again.txt").read_text() == path.read_text()
    coordinates = {artifact.coordinate for artifact in artifacts}
    wanted = lock.ENDPOINT.split("+") if plugins else lock.WEB_ENDPOINTS
    assert coordinates >= set(wanted)
