"""What `guanxi doctor` says of a home, a cache and a Neo4j that are damaged in the ways in which they get damaged."""

import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from app.doctor import Finding, Level, database, home, jars, machine, service
from app.embedded import Connection, lock
from app.embedded.layout import NEO4J_VERSION, Layout
from app.embedded.state import Phase, Process, State
from app.embedded.state import write as publish
from app.settings import PREFIX, Settings
from graph.client import Database

Check = Callable[[Settings], Iterator[Finding]]


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    layout = Layout(tmp_path / "home")
    layout.create()
    return Settings(home=layout.home, cache=tmp_path / "cache", bolt_port=0, http_port=0, port=0)


@pytest.fixture
def layout(own: Settings) -> Layout:
    return Layout(own.home)


def only(check: Check, settings: Settings) -> Finding:
    [found] = list(check(settings))
    assert found.what
    assert (found.level is Level.OK) <= (not found.todo)
    return found


def wrong(check: Check, settings: Settings) -> str:
    found = only(check, settings)
    assert found.level is Level.WRONG
    return f"{found.what} → {found.todo}"


def test_a_fresh_home_is_well(own: Settings) -> None:
    for check in (machine.python, machine.system, home.home, home.password, jars.jars, service.api, database.neo4j):
        assert only(check, own).level is Level.OK
    assert {found.level for found in service.ports(own)} == {Level.OK}


def test_a_password_that_is_lost_is_told_from_one_that_is_not_made_yet(own: Settings, layout: Layout) -> None:
    layout.system.mkdir(parents=True)
    assert "is missing, and the database" in wrong(home.password, own)
    layout.password.touch(mode=0o600)
    assert "is empty" in wrong(home.password, own)
    layout.password.write_bytes(b"\xff\xfe")
    assert "cannot be read" in wrong(home.password, own)
    layout.password.write_text("secret\n")
    assert only(home.password, own).level is Level.OK
    layout.password.chmod(0o640)
    assert f"chmod 600 {layout.password}" in wrong(home.password, own)


def test_a_home_that_others_can_read_or_that_is_none(own: Settings, tmp_path: Path) -> None:
    own.home.chmod(0o755)
    found = only(home.home, own)
    assert (found.level, found.todo) == (Level.WARNING, f"chmod 700 {own.home}")
    (tmp_path / "file").touch()
    assert "is no folder" in wrong(home.home, own.model_copy(update={"home": tmp_path / "file"}))


@pytest.mark.parametrize("name", ["bolt_port", "http_port"])
def test_a_taken_port_is_told_with_its_setting(name: str, own: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = [one for one in service.ports(own.model_copy(update={name: port})) if one.level is Level.WRONG]
    assert len(found) == 1
    assert f"Port {port}" in found[0].what
    assert f"{PREFIX}{name.upper()}" in found[0].what


def test_a_taken_or_an_unsafe_address_of_the_api(own: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port}" in wrong(service.api, own.model_copy(update={"port": port}))
    assert "GUANXI_API_TOKEN" in wrong(service.api, own.model_copy(update={"host": "0.0.0.0"}))


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """A list of two jars, one of them a plugin."""
    contents = {"a-1.jar": b"a" * 100, "b-1.jar": b"b" * 100}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    listed = tmp_path / "jars.txt"
    listed.write_text(f"g:a:1 {sums['a-1.jar']}\ng:b:1 {sums['b-1.jar']} plugin\n")
    monkeypatch.setattr(lock, "JARS", listed)
    return contents


def test_jars_that_are_missing_damaged_or_whole(own: Settings, locked: dict[str, bytes]) -> None:
    assert "first start downloads it" in only(jars.jars, own).what
    folder = own.cache / f"neo4j-{NEO4J_VERSION}"
    for part, name in (("lib", "a-1.jar"), ("lib", "b-1.jar"), ("plugins", "b-1.jar")):
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part / name).write_bytes(locked[name])
    sizes = {"lib/a-1.jar": 100, "lib/b-1.jar": 100, "plugins/b-1.jar": 100}
    manifest = {"lock": hashlib.sha256(lock.JARS.read_bytes()).hexdigest(), "sizes": sizes}
    (folder / "installed.json").write_text(json.dumps(manifest))
    assert "all 2 jars whole" in only(jars.jars, own).what

    (folder / "plugins" / "b-1.jar").write_bytes(b"b" * 99 + b"x")
    said = wrong(jars.jars, own)
    assert "1 of 2 are damaged (b-1.jar)" in said
    assert f"delete {folder}" in said

    (folder / "plugins" / "b-1.jar").unlink()
    found = only(jars.jars, own)
    assert found.level is Level.WARNING
    assert "1 of 2 jars are missing (b-1.jar)" in found.what


def test_half_a_download(own: Settings, locked: dict[str, bytes]) -> None:
    (own.cache / "downloads").mkdir(parents=True)
    (own.cache / "downloads" / "a-1.part").write_bytes(b"a" * 10)
    found = only(jars.jars, own)
    assert (found.level, "2 of 2 jars are missing" in found.what) == (Level.WARNING, True)


def test_secrets_that_are_missing_open_or_short(own: Settings, tmp_path: Path) -> None:
    file = tmp_path / "token"
    settings = own.model_copy(update={"api_token_file": file})
    assert "cannot be read" in wrong(service.secrets, settings)
    file.touch(mode=0o600)
    assert "on its one line" in wrong(service.secrets, settings)
    file.write_text("short\n")
    file.chmod(0o644)
    levels = {found.topic: (found.level, found.todo) for found in service.secrets(settings)}
    assert levels["Secrets"] == (Level.WARNING, f"chmod 600 {file}")
    assert levels["Token"][0] is Level.WARNING
    assert "short" not in repr([found.what for found in service.secrets(settings) if found.topic == "Secrets"])


def test_documents_of_another_schema(own: Settings, tmp_path: Path) -> None:
    assert list(service.documents(own)) == []
    (tmp_path / "one.graphql").write_text("{ nothing }")
    assert "one.graphql: 1:3: Cannot query field 'nothing'" in wrong(
        service.documents, own.model_copy(update={"documents": tmp_path})
    )


def test_too_little_memory_or_disk(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "GUANXI_HEAP_MB" in wrong(machine.memory, own.model_copy(update={"heap_mb": 10_000_000}))
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 100 << 20})())
    assert {found.level for found in machine.disk(own)} == {Level.WRONG}


def test_a_server_that_did_not_start_says_why(own: Settings, layout: Layout) -> None:
    gone = Process(2**22 - 1, 0.0)
    publish(layout, State(Phase.FAILED, gone, None, 1, 2, 0.0, reason="Neo4j's process was killed by signal 9."))
    found = only(database.neo4j, own)
    assert (found.level, "killed by signal 9" in found.what) == (Level.WARNING, True)


def test_an_external_neo4j(own: Settings, connection: Connection, database: Database) -> None:
    from app.doctor.database import neo4j

    at = {"neo4j_uri": connection.uri, "neo4j_password": connection.password}
    found = {one.topic: one for one in neo4j(Settings(home=own.home, **at))}
    assert {topic: one.level for topic, one in found.items()} == dict.fromkeys(
        ("Neo4j", "GDS", "Clock", "Migrations", "Graph"), Level.OK
    )
    assert found["Neo4j"].what == f"{NEO4J_VERSION} at {connection.uri}"
    assert found["Graph"].what == "version 0, 0 parties, 0 records"

    assert "does not accept" in wrong(neo4j, Settings(home=own.home, **at | {"neo4j_password": "wrong"}))
    nobody = Settings(home=own.home, **at | {"neo4j_uri": "bolt://127.0.0.1:9"})
    assert "see that it runs" in wrong(neo4j, nobody)


def test_the_command_tells_all_and_fails_where_something_is_wrong(tmp_path: Path) -> None:
    own = Layout(tmp_path / "home")
    own.create()
    own.system.mkdir(parents=True)
    environment = {name: None for name in os.environ if name.startswith(PREFIX)}
    environment |= {"GUANXI_HOME": str(own.home), "GUANXI_CACHE": str(tmp_path / "cache"), "GUANXI_PORT": "0"}
    environment |= {"GUANXI_BOLT_PORT": "0", "GUANXI_HTTP_PORT": "0"}
    done = CliRunner().invoke(app, ["doctor", "--json"], env=environment)
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert not told["ok"]
    assert {one["topic"] for one in told["findings"] if one["level"] == "wrong"} == {"Password"}
    assert {"Java", "Jars", "Disk", "Memory", "Neo4j", "API"} <= {one["topic"] for one in told["findings"]}

    done = CliRunner().invoke(app, ["doctor"], env=environment | {"GUANXI_PORT": "http"})
    assert done.exit_code == 1
    assert "GUANXI_PORT is 'http'" in done.stdout
    assert "1 thing is wrong" in done.stdout
