"""What holds while a server runs; all of it on one pinned server."""

import http.client
import os
import signal
import stat
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from app import embedded
from app.embedded import state
from app.embedded.layout import Layout
from app.embedded.lease import LeasedError
from app.embedded.probe import Probe
from app.embedded.starting import refuse_foreign_server
from graph.errors import ServerError
from tests.app.embedded.helpers import query


@pytest.fixture(scope="module")
def connection(pinned):
    with embedded.server(pinned) as connection:
        return connection


def test_it_runs_gds(connection):
    assert query(connection, "RETURN gds.version()") == [["2.26.0"]]


def test_it_serves_the_browser(connection):
    with urllib.request.urlopen(f"{connection.http_url}/browser/", timeout=10) as response:
        assert response.status == 200
        assert b"Neo4j Browser" in response.read()


def test_it_demands_the_password(connection):
    http_port, bolt_port = urlsplit(connection.http_url).port, urlsplit(connection.uri).port
    status, _ = Probe(bolt_port, http_port, "wrong").query("RETURN 1")
    assert status == http.client.UNAUTHORIZED
    with pytest.raises(ServerError, match="password"):
        Probe(bolt_port, http_port, "wrong").ready()


def test_the_password_is_for_this_user_alone(pinned, connection):
    password = pinned.home / "neo4j" / "password"
    assert password.read_text().strip() == connection.password
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE(pinned.home.stat().st_mode) == 0o700
    assert connection.password not in repr(connection)


def test_it_listens_on_loopback_only(pinned):
    jvm = psutil.Process(embedded.status(pinned).pid)
    listening = [c.laddr for c in jvm.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert len(listening) == 2
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_attaching_takes_no_time(pinned, connection):
    started = time.perf_counter()
    with embedded.server(pinned) as again:
        took = time.perf_counter() - started
    assert again == connection
    assert took < 0.05


def test_starting_again_attaches(pinned, connection):
    pid = embedded.status(pinned).pid
    assert embedded.start(pinned) == connection
    assert embedded.status(pinned).pid == pid


def test_status_tells_how_it_stands(pinned, connection, hold):
    assert not embedded.status(pinned).in_use
    holder = hold(pinned)
    holder.ready()
    status = embedded.status(pinned)
    assert (status.running, status.phase, status.pinned, status.in_use) == (True, "running", True, True)
    assert status.users == (holder.process.pid,)
    assert (status.bolt_url, status.http_url) == (connection.uri, connection.http_url)
    assert (status.version, status.home, status.problem) == ("2026.08.1", pinned.home, "")
    assert 0 < status.uptime < 3600
    assert status.data_bytes > 1_000_000


def test_it_cannot_be_stopped_while_a_command_uses_it(pinned, hold):
    holder = hold(pinned)
    pid = holder.ready()
    with pytest.raises(LeasedError, match=f"pid {holder.process.pid} "):
        embedded.stop(pinned)
    with (
        pytest.raises(LeasedError, match=f"Maintenance.*pid {holder.process.pid} "),
        embedded.stop_for_maintenance(pinned),
    ):
        pytest.fail("the server was in use")
    assert embedded.status(pinned).pid == pid
    assert embedded.status(pinned).pinned


def test_it_survives_the_commands_that_use_it(pinned, hold):
    holders = [hold(pinned), hold(pinned, linger=False)]
    pids = {holder.ready() for holder in holders}
    holders[0].signal(signal.SIGKILL)
    holders[1].process.communicate()
    time.sleep(3)  # longer than the supervisor's grace: the point is that nothing happens
    assert pids == {embedded.status(pinned).pid}


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_leases_and_secrets_stay_with_the_command(pinned, hold, monkeypatch):
    with embedded.server(pinned):
        found = state.current(Layout(pinned.home))
        for pid in (found.supervisor.pid, found.jvm.pid):
            open_files = {os.path.realpath(entry) for entry in Path(f"/proc/{pid}/fd").iterdir()}
            assert str(pinned.home / "run" / "leases") not in open_files
        assert os.getsid(found.supervisor.pid) != os.getsid(0)
        environment = Path(f"/proc/{found.jvm.pid}/environ").read_text()
    assert "GUANXI_" not in environment
    assert "LC_ALL=C.UTF-8" in environment


def test_a_server_that_guanxi_does_not_know_is_named(pinned):
    with pytest.raises(ServerError, match=f"pid {embedded.status(pinned).pid}"):
        refuse_foreign_server(Layout(pinned.home))
