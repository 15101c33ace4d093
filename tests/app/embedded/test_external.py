"""With `neo4j_uri` set there is no server of ours: connections lead there, and nothing else works on it."""

import pytest

from app import embedded
from app.settings import Settings
from graph.errors import ServerError, UsageError

URI = "neo4j://db.example:7687"


@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_a_connection_takes_the_password_from_setting_or_file(tmp_path, line_end):
    home = tmp_path / "home"
    secret = tmp_path / "secret"
    secret.write_bytes(f" hush{line_end}".encode())
    common = {"home": home, "neo4j_uri": URI, "neo4j_user": "ada", "neo4j_database": "sales"}
    expected = embedded.Connection(URI, "ada", " hush", "sales", None)
    for given in ({"neo4j_password": " hush"}, {"neo4j_password_file": secret}):
        with embedded.server(Settings(**common, **given)) as connection:
            assert connection == expected
    assert not home.exists()


def test_a_password_file_that_cannot_be_read_is_named(tmp_path):
    settings = Settings(home=tmp_path, neo4j_uri=URI, neo4j_password_file=tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"GUANXI_NEO4J_PASSWORD_FILE is '.*nowhere'"), embedded.server(settings):
        pytest.fail("there was no password")


def test_nothing_is_started_stopped_or_maintained_there(tmp_path):
    settings = Settings(home=tmp_path / "home", neo4j_uri=URI, neo4j_password="x")
    for function in (embedded.start, embedded.stop, embedded.status):
        with pytest.raises(UsageError, match="GUANXI_NEO4J_URI is 'neo4j://db"):
            function(settings)
    with pytest.raises(UsageError, match="GUANXI_NEO4J_URI"), embedded.stop_for_maintenance(settings):
        pytest.fail("it is not ours to maintain")
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").touch()
    settings = Settings(home=tmp_path / "file" / "home")
    with pytest.raises(ServerError, match="GUANXI_HOME"), embedded.server(settings):
        pytest.fail("there was no home")


def test_a_home_that_does_not_exist_is_not_created_to_tell_so(tmp_path):
    assert not embedded.stop(Settings(home=tmp_path / "home"))
    status = embedded.status(Settings(home=tmp_path / "home"))
    assert (status.running, status.phase, status.in_use, status.pid, status.data_bytes) == (
        False,
        "stopped",
        False,
        None,
        0,
    )
    assert not (tmp_path / "home").exists()
