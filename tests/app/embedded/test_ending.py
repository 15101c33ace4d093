"""Nothing is left behind, whatever ends a command, the supervisor or the JVM; and nothing is lost."""

import os
import signal
import threading

import pytest

from app import embedded
from app.embedded import state
from app.embedded.files import try_flock, unlock
from app.embedded.layout import Layout
from app.embedded.state import Phase
from graph.errors import ServerError
from tests.app.embedded.helpers import START, gone, processes_of, query, until


def test_commands_share_one_server_which_ends_with_the_last_of_them(settings, hold):
    holders = [hold(settings) for _ in range(3)]  # all at once, on a home that does not exist yet
    layout = Layout(settings.home)
    pids = {holder.ready() for holder in holders}
    assert len(pids) == 1
    assert len(processes_of(settings)) == 2  # JVM and supervisor

    for holder, number in zip(holders[:2], (signal.SIGINT, signal.SIGTERM), strict=True):
        holder.signal(number)
        with embedded.server(settings) as connection:
            assert query(connection, "RETURN 1") == [[1]]
            assert embedded.status(settings).pid in pids

    holders[2].signal(signal.SIGKILL)
    until(lambda: _barred(layout), "the supervisor to bar new leases")
    with embedded.server(settings) as connection:  # this command came while the server stopped: it gets a new one
        assert query(connection, "RETURN 1") == [[1]]
        assert embedded.status(settings).pid not in pids
        assert embedded.stop(settings, force=True)
        assert not processes_of(settings)
    assert not embedded.stop(settings)
    assert embedded.status(settings).phase == "stopped"


def _barred(layout):
    if (descriptor := try_flock(layout.leases, exclusive=False)) is None:
        return True
    unlock(descriptor)
    return False


def test_crashes_lose_nothing_and_leave_nothing(settings):
    layout = Layout(settings.home)
    with embedded.server(settings) as connection:
        query(connection, "CREATE (:Kept {n: 1})")
        crashed = state.current(layout)
        os.kill(crashed.jvm.pid, signal.SIGKILL)
        until(lambda: _running_anew(layout, crashed), "a new JVM after the crash", START)
        assert query(connection, "MATCH (k:Kept) RETURN k.n") == [[1]]  # same port, same password
        query(connection, "CREATE (:Kept {n: 2})")

        os.kill(crashed.supervisor.pid, signal.SIGKILL)  # takes the JVM with it, though we hold a lease
        gone(settings)
        assert embedded.status(settings).phase == "stopped"

    with embedded.server(settings, linger=False) as connection:
        assert query(connection, "MATCH (k:Kept) RETURN k.n ORDER BY k.n") == [[1], [2]]
    assert not processes_of(settings)


def _running_anew(layout, crashed):
    now = state.current(layout)
    return now and now.phase is Phase.RUNNING and now.jvm != crashed.jvm and now.supervisor == crashed.supervisor


def test_a_command_killed_while_the_server_starts_leaves_nothing(settings, hold):
    layout = Layout(settings.home)
    holder = hold(settings)
    until(lambda: (now := state.current(layout)) and now.jvm, "the JVM to be started", START)
    holder.signal(signal.SIGKILL)
    gone(settings)
    password = layout.password.read_text()

    seen = []
    starter = threading.Thread(target=lambda: seen.append(embedded.start(settings).password))
    starter.start()
    until(lambda: (now := state.current(layout)) and now.jvm, "the JVM to be started", START)
    os.kill(state.current(layout).supervisor.pid, signal.SIGKILL)  # now the supervisor; the command tries again
    starter.join(START)
    assert seen == [password.strip()]
    assert embedded.status(settings).pinned


def test_a_jvm_that_cannot_start_says_why(settings):
    impossible = settings.model_copy(update={"heap_mb": 1 << 40})
    with (
        pytest.raises(ServerError, match=r"(?s)did not start.*code 1.*Reason: .*heap.*console.log"),
        embedded.server(impossible),
    ):
        pytest.fail("it started")
    gone(settings)
    assert "heap" in embedded.status(settings).problem


def test_a_taken_port_is_named_with_its_owner(settings):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for setting in ("bolt_port", "http_port"):
            taken = settings.model_copy(update={setting: port})
            message = rf"Port {port} .*pid {os.getpid()} .*GUANXI_{setting.upper()}"
            with pytest.raises(ServerError, match=message), embedded.server(taken):
                pytest.fail("it started")
    assert not processes_of(settings)
