"""The small parts on their own: memory, ports, locks, identities, the launcher, the password file."""

import os
import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest

from app.embedded import java, memory, password, ports, state
from app.embedded.diagnosis import explain_end, is_port_conflict
from app.embedded.files import link_or_copy, locked, read_json, try_flock, unlock, write_whole
from app.embedded.launcher import tied
from app.embedded.layout import Layout
from app.embedded.lease import LeasedError, exclusive, holders_of, lease, leased
from app.embedded.progress import quiet
from app.embedded.state import Phase, Process, State
from graph.errors import ServerError
from tests.app.embedded.helpers import ROOT, until

GIB = 1 << 30


@pytest.fixture
def layout(tmp_path):
    layout = Layout(tmp_path / "home")
    layout.create()
    return layout


@pytest.mark.parametrize(
    ("total", "heap", "page_cache"),
    [(1 * GIB, 512, 128), (4 * GIB, 1024, 512), (16 * GIB, 4096, 2048), (256 * GIB, 8192, 4096)],
)
def test_memory_fits_the_machine(total, heap, page_cache):
    assert memory.fit(None, None, total) == memory.Memory(heap, page_cache)
    assert memory.fit(300, 20, total) == memory.Memory(300, 20)


@pytest.mark.parametrize(
    ("membership", "file", "content", "limits"),
    [
        ("0::/a/b", "a/memory.max", "1073741824", [GIB]),
        ("0::/a/b", "a/b/memory.max", "max", []),
        ("4:memory:/a\n0::/", "memory/a/memory.limit_in_bytes", "1073741824", [GIB]),
        ("4:cpu,memory:/a", "memory/memory.limit_in_bytes", "1073741824", [GIB]),
        ("4:cpu:/a", "memory/memory.limit_in_bytes", "1073741824", []),
    ],
)
def test_memory_respects_the_container(tmp_path, membership, file, content, limits):
    (tmp_path / "self").write_text(membership)
    (tmp_path / "fs" / file).parent.mkdir(parents=True)
    (tmp_path / "fs" / file).write_text(f"{content}\n")
    assert memory._cgroup_limits(tmp_path / "self", tmp_path / "fs") == limits
    assert memory._cgroup_limits(tmp_path / "nowhere", tmp_path / "fs") == []
    assert 0 < memory.available() <= psutil.virtual_memory().total


def test_any_port_is_free_and_another_one():
    port = ports.choose(0, "GUANXI_BOLT_PORT")
    assert ports.is_free(port)
    assert ports.choose(0, "GUANXI_HTTP_PORT", avoid=(port,)) != port
    assert ports.choose(port, "GUANXI_BOLT_PORT") == port


def test_a_port_is_taken_also_when_its_owner_listens_everywhere():
    with socket.create_server(("", 0)) as other, pytest.raises(ServerError, match=f"pid {os.getpid()} "):
        ports.choose(other.getsockname()[1], "GUANXI_BOLT_PORT")


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "file"
    write_whole(path, "whole")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "whole"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [None, "", "{", "[1]"])
def test_no_json_object_is_none(tmp_path, content):
    if content is not None:
        (tmp_path / "file").write_text(content)
    assert read_json(tmp_path / "file") is None


def test_linking_falls_back_to_copying(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("a")
    link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").samefile(tmp_path / "a")

    def refuse(*_):
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    link_or_copy(tmp_path / "a", tmp_path / "c")
    assert not (tmp_path / "c").samefile(tmp_path / "a")
    assert (tmp_path / "c").read_text() == "a"


def test_locks(tmp_path):
    path = tmp_path / "lock"
    shared = [try_flock(path, exclusive=False) for _ in range(2)]
    assert try_flock(path, exclusive=True) is None
    assert holders_of(path) in {(os.getpid(),), ()}  # () where the kernel does not tell
    for descriptor in shared:
        unlock(descriptor)
    with locked(path, seconds=1, waiting_for="x", progress=quiet):
        assert try_flock(path, exclusive=False) is None
        with (
            pytest.raises(ServerError, match="Waited 0 s for the others"),
            locked(path, seconds=0, waiting_for="the others", progress=quiet),
        ):
            pytest.fail("the lock was held twice")
    assert holders_of(tmp_path / "nowhere") == ()


def test_a_process_is_known_by_its_creation_too():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    known = Process.of(child.pid)
    other = Process(child.pid, known.created - 60)
    assert known.alive
    assert not other.alive
    other.kill()
    assert child.poll() is None
    known.kill()
    until(lambda: not known.alive, "the process to be gone")  # a zombie now, until it is waited for
    known.terminate()
    assert child.wait() == -signal.SIGKILL
    child.stdin.close()


def test_a_state_outlives_its_supervisor_but_is_not_current(layout):
    assert state.read(layout) is None
    written = State(Phase.RUNNING, Process.of(os.getpid()), Process(1, 2.5), 7687, 7474, 3.5, "why")
    state.write(layout, written)
    assert state.read(layout) == state.current(layout) == written
    state.write(layout, State(Phase.RUNNING, Process(os.getpid(), 2.5), None, 7687, 7474, 3.5))
    assert state.read(layout) is not None
    assert state.current(layout) is None
    layout.state.write_text('{"phase": "unheard of"}')
    assert state.read(layout) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_the_launcher_ties_a_process_to_its_parent():
    script = """if True:
        import subprocess, sys
        from app.embedded.launcher import tied
        child = subprocess.Popen(tied([sys.executable, "-c", "input()"]), stdin=subprocess.PIPE)
        print(child.pid, flush=True)
        input()
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    child = Process.of(int(parent.stdout.readline()))
    until(lambda: "launcher.py" not in str(psutil.Process(child.pid).cmdline()), "the launcher to execute the command")
    parent.kill()
    parent.communicate()
    until(lambda: not child.alive, "the child to be gone")


def test_the_launcher_does_nothing_for_another_parent():
    command = tied([sys.executable, "-c", "print('started')"])
    command[command.index(str(os.getpid()))] = "1"
    launched = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (launched.returncode, launched.stdout) == (1, "")


def test_a_password_is_made_once(layout):
    password.provide(layout)
    first, salted = password.read(layout), layout.first_password.read_text()
    assert len(first) == 32
    assert layout.password.stat().st_mode & 0o777 == 0o600

    layout.first_password.unlink()  # killed between the two steps: done again, with the same password
    password.provide(layout)
    assert password.read(layout) == first
    assert password.credential(first, bytes.fromhex(layout.first_password.read_text().split(",")[2])) != salted

    layout.system.mkdir(parents=True)  # the server has been started: it knows the password now
    layout.first_password.unlink()
    password.provide(layout)
    assert not layout.first_password.exists()

    layout.password.unlink()
    with pytest.raises(ServerError, match="Restore the file"):
        password.provide(layout)
    with pytest.raises(ServerError, match="cannot be read"):
        password.read(layout)


def test_the_end_of_a_jvm_is_explained(layout):
    layout.console.write_text("one\n\tat somewhere(X.java:1)\nCaused by: Address already in use\nlast\n")
    text = explain_end(layout, 1)
    assert "ended with code 1.\nReason: Caused by: Address already in use\n" in text
    assert "somewhere" not in text
    assert text.endswith("last")
    assert is_port_conflict(text)
    assert "killed by signal 9." in explain_end(layout, -9)


def test_a_jvm_sees_no_settings_of_others(monkeypatch):
    for name in ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "NEO4J_CONF", "GUANXI_API_TOKEN"):
        monkeypatch.setenv(name, "x")
    assert "x" not in java.environment().values()


def test_java_gets_an_archive_of_its_classes_once(tmp_path, monkeypatch):
    flags = java.class_archive(tmp_path)
    (archive,) = tmp_path.iterdir()
    assert flags[0] == f"-XX:SharedArchiveFile={archive}"
    made = archive.stat().st_mtime_ns
    assert java.class_archive(tmp_path) == flags
    assert archive.stat().st_mtime_ns == made
    run = [str(java.java()), "-Xshare:on", *flags, *java.OPENS, "-version"]
    assert subprocess.run(run, capture_output=True, check=False).returncode == 0  # it fits
    assert java.class_archive(tmp_path / "file that is not there" / "x") == []


def test_two_threads_may_wait_for_one_lock(tmp_path):
    order = []

    def work(name):
        with locked(tmp_path / "lock", seconds=10, waiting_for="the other", progress=quiet):
            order.append(f"{name} in")
            order.append(f"{name} out")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(entered[0] == left[0] for entered, left in zip(order[::2], order[1::2], strict=True))


def test_an_existing_home_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    Layout(tmp_path).create()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "neo4j").stat().st_mode & 0o777 == 0o700


def test_leases(layout):
    assert not leased(layout)
    with lease(layout), lease(layout):
        assert leased(layout)
        refused = pytest.raises(LeasedError, match=rf"Tidying needs Neo4j to itself.*pid {os.getpid()} \(")
        with refused, exclusive(layout, "Tidying"):
            pytest.fail("leases were held")
    with exclusive(layout, "Tidying"):
        assert not leased(layout)


def test_a_lease_waits_for_what_bars_it(layout, monkeypatch):
    with exclusive(layout, "Tidying"):
        monkeypatch.setattr("app.embedded.lease.WAIT_SECONDS", 0.1)
        for barred in (lease(layout), exclusive(layout, "Tidying")):
            with pytest.raises(ServerError, match=rf"kept stopped for 0 s by pid {os.getpid()} "), barred:
                pytest.fail("there were two of us")
    stopping = try_flock(layout.leases, exclusive=True)
    timer = threading.Timer(0.05, unlock, (stopping,))
    timer.start()
    with exclusive(layout, "Tidying"):
        timer.join()
