"""The process that owns the JVM, and sees to it that it ends when nobody needs it.

`python -m app.embedded.supervisor HOME` leaves the session and the process group of the command that started it, runs
what `plan.json` says, and publishes its state. It stops the JVM and ends itself when

- no command holds a lease and the server is not pinned, for a short while (`GRACE`): it then keeps the leases locked
  exclusively until it is gone, so a command that comes at this moment waits, and starts a server of its own;
- it receives SIGTERM or SIGINT, or somebody ends the JVM with SIGTERM;
- the JVM does not come up, or crashes too often. After a crash it is started anew: who holds a lease needs it.

When the supervisor is killed, the kernel ends the JVM (see `launcher.py`).
"""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.embedded import password, plan, state
from app.embedded.diagnosis import explain_end
from app.embedded.files import await_flock, try_flock, unlock
from app.embedded.java import environment
from app.embedded.launcher import tied
from app.embedded.layout import Layout
from app.embedded.plan import STOP_SECONDS, Plan
from app.embedded.probe import Probe
from app.embedded.progress import quiet
from app.embedded.state import Phase, Process, State
from graph.errors import ServerError

POLL: Final = 0.2
GRACE: Final = 2.0
SILENT_SECONDS: Final = 120.0
READY_SECONDS: Final = 900.0
ALIVE_SECONDS: Final = 5.0
CRASHES: Final = 3
CRASH_WINDOW: Final = 600.0
ASKED_TO_END: Final = {0, 128 + signal.SIGTERM, 128 + signal.SIGINT, -signal.SIGTERM, -signal.SIGINT}


class Supervisor:
    """A JVM and its successors."""

    def __init__(self, layout: Layout, todo: Plan) -> None:
        self.layout = layout
        self.plan = todo
        self.asked_to_stop = False
        self.unused_since: float | None = None
        self.crashes: list[float] = []
        self.state = State(
            Phase.STARTING, Process.of(os.getpid()), None, todo.bolt_port, todo.http_port, since=time.time()
        )

    def run(self) -> None:
        """Run the server until nobody needs it, and leave the run folder as after a server that is gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        try:
            reason = self._run_jvm()
            while reason and self._may_restart():
                reason = self._run_jvm()
        except (ServerError, OSError) as error:
            reason = str(error)
        self.layout.pin.unlink(missing_ok=True)
        if reason:
            self._publish(phase=Phase.FAILED, reason=reason)
        else:
            self.layout.state.unlink(missing_ok=True)

    def _ask_to_stop(self, *_: object) -> None:
        self.asked_to_stop = True

    def _may_restart(self) -> bool:
        """Whether a server that had been up, and is needed still, crashed not too often."""
        now = time.monotonic()
        self.crashes = [*(crash for crash in self.crashes if now - crash < CRASH_WINDOW), now]
        had_been_up = self.state.phase is Phase.RUNNING
        return had_been_up and len(self.crashes) <= CRASHES and not self.asked_to_stop and self._bar() is None

    def _run_jvm(self) -> str:
        """Start the JVM, watch it, end it; return what went wrong, if anything did."""
        with self.layout.console.open("wb") as console:
            jvm = subprocess.Popen(  # noqa: S603 - the command is ours
                tied(self.plan.command),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                cwd=self.layout.neo4j,
                env=environment(),
            )
        try:
            self._publish(phase=Phase.STARTING, jvm=Process.of(jvm.pid), since=time.time())
            return self._watch(jvm)
        finally:
            self._end(jvm)

    def _watch(self, jvm: subprocess.Popen[bytes]) -> str:
        """Return when the JVM ended or shall end."""
        self._await_ready(jvm)
        while jvm.poll() is None and not self._shall_stop():
            time.sleep(POLL)
        if jvm.returncode is None or (self.state.phase is Phase.RUNNING and jvm.returncode in ASKED_TO_END):
            return ""
        return explain_end(self.layout, jvm.returncode)

    def _await_ready(self, jvm: subprocess.Popen[bytes]) -> None:
        """Publish that the server runs, once it answers; return early when it need not, or cannot.

        A database that recovers from a crash may take long, and writes to its log meanwhile.
        """
        probe = Probe(self.plan.bolt_port, self.plan.http_port, password.read(self.layout))
        started = time.monotonic()
        while jvm.poll() is None and not self._shall_stop():
            if probe.ready():
                self._publish(phase=Phase.RUNNING)
                return
            waited = time.monotonic() - started
            if waited > READY_SECONDS or (waited > SILENT_SECONDS and self._log_age() > SILENT_SECONDS):
                raise ServerError(f"Neo4j did not answer for {waited:.0f} s; see {self.layout.logs}.")
            time.sleep(POLL)

    def _log_age(self) -> float:
        """Return for how many seconds Neo4j has written nothing."""
        try:
            return time.time() - (self.layout.logs / "debug.log").stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    def _shall_stop(self) -> bool:
        """Whether the JVM shall end now; if so for want of leases, new ones are barred from here on."""
        return self.asked_to_stop or self._unused()

    def _unused(self) -> bool:
        if (barred := self._bar()) is None:
            self.unused_since = None
            return False
        now = time.monotonic()
        self.unused_since = self.unused_since or now
        if now - self.unused_since < GRACE:
            unlock(barred)
            return False
        self.asked_to_stop = True  # the lock stays, and goes with this process
        return True

    def _bar(self) -> int | None:
        """Bar new leases, unless there is one or a pin; return the lock that does it."""
        if self.layout.pin.exists() or (barred := try_flock(self.layout.leases, exclusive=True)) is None:
            return None
        if self.layout.pin.exists():  # pinned since, by a command that held a lease until just now
            unlock(barred)
            return None
        return barred

    def _end(self, jvm: subprocess.Popen[bytes]) -> None:
        """End the JVM: asked first, killed when it does not listen. Neo4j recovers from either."""
        if jvm.poll() is not None:
            return
        jvm.terminate()
        with suppress(OSError):  # a full disk must not keep us from ending it
            self._publish(phase=Phase.STOPPING)
        try:
            jvm.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            jvm.kill()
            jvm.wait()

    def _publish(
        self, *, phase: Phase, jvm: Process | None = None, since: float | None = None, reason: str = ""
    ) -> None:
        self.state = dataclasses.replace(
            self.state, phase=phase, jvm=jvm or self.state.jvm, since=since or self.state.since, reason=reason
        )
        state.write(self.layout, self.state)


def _detach() -> None:
    """Go on as a child of nobody, so that the command which started us has nothing to reap."""
    if os.fork():
        os._exit(0)


def main(home: Path) -> None:
    """Run one server to its end."""
    _detach()
    layout = Layout(home)
    try:
        # Others try this lock for a moment, to see whether a supervisor lives. Ours goes with the process, not before.
        await_flock(layout.alive, seconds=ALIVE_SECONDS, waiting_for="another supervisor to end", progress=quiet)
        Supervisor(layout, plan.read(layout)).run()
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
