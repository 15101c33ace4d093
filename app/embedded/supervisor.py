"""The process that owns the JVM, and sees to it that it ends when nobody needs it.

`python -m app.embedded.supervisor HOME` leaves the session and the process group of the command that started it, runs
what `plan.json` says, and publishes its state. It stops the JVM and ends itself when

- no command holds a lease and the server is not pinned, for a short while (`GRACE`): it then keeps the leases locked
  exclusively until it is gone, so a command that comes at this moment waits, and starts a server of its own;
- it receives SIGTERM or SIGINT;
- the JVM ends by itself.

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
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.embedded import state
from app.embedded.diagnosis import explain_end
from app.embedded.files import read_json, try_flock, unlock
from app.embedded.layout import Layout
from app.embedded.probe import Probe
from app.embedded.state import Phase, Process, State
from graph.errors import ServerError

LAUNCHER: Final = Path(__file__).with_name("launcher.py")
POLL: Final = 0.2
GRACE: Final = 2.0
READY_SECONDS: Final = 120.0
STOP_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Plan:
    """What to start."""

    command: list[str]
    bolt_port: int
    http_port: int


class Supervisor:
    """One JVM's life."""

    def __init__(self, layout: Layout, plan: Plan) -> None:
        self.layout = layout
        self.plan = plan
        self.stopping = False
        self.unused_since: float | None = None
        self.state = State(
            Phase.STARTING, Process.of(os.getpid()), None, plan.bolt_port, plan.http_port, since=time.time()
        )

    def run(self) -> None:
        """Start the JVM, watch it, stop it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self._publish(phase=Phase.STARTING)
        with self.layout.console.open("wb") as console:
            jvm = subprocess.Popen(  # noqa: S603 - the command is ours
                [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), *self.plan.command],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                cwd=self.layout.neo4j,
            )
        try:
            self._publish(jvm=Process.of(jvm.pid))
            reason = self._watch(jvm)
        finally:
            self._end(jvm)
        self._leave(reason)

    def _on_signal(self, *_: object) -> None:
        self.stopping = True

    def _watch(self, jvm: subprocess.Popen[bytes]) -> str:
        """Return when the JVM ended or shall end; the reason if that is a failure."""
        probe = Probe(self.plan.bolt_port, self.plan.http_port, self.layout.password.read_text("utf-8").strip())
        deadline = time.monotonic() + READY_SECONDS
        while not self._done():
            if jvm.poll() is not None:
                return explain_end(self.layout, jvm.returncode)
            if self.state.phase is Phase.STARTING:
                try:
                    if probe.ready():
                        self._publish(phase=Phase.RUNNING)
                        continue
                except ServerError as error:
                    return str(error)
                if time.monotonic() > deadline:
                    return f"Neo4j did not answer within {READY_SECONDS:.0f} s. See {self.layout.logs}."
            time.sleep(POLL)
        return ""

    def _done(self) -> bool:
        """Whether the JVM shall end now; if so for want of leases, new ones are barred from here on."""
        return self.stopping or self._unused()

    def _unused(self) -> bool:
        if self.layout.pin.exists() or (barred := try_flock(self.layout.leases, exclusive=True)) is None:
            self.unused_since = None
            return False
        now = time.monotonic()
        self.unused_since = self.unused_since or now
        if self.layout.pin.exists() or now - self.unused_since < GRACE:
            unlock(barred)
            return False
        return True  # the lock stays, and goes with this process

    def _end(self, jvm: subprocess.Popen[bytes]) -> None:
        """End the JVM: asked first, killed when it does not listen. Neo4j recovers from either."""
        if jvm.poll() is not None:
            return
        self._publish(phase=Phase.STOPPING)
        jvm.terminate()
        try:
            jvm.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            jvm.kill()
            jvm.wait()

    def _leave(self, reason: str) -> None:
        """Leave the run folder as after a server that is gone; a failure stays readable."""
        self.layout.pin.unlink(missing_ok=True)
        if reason:
            self._publish(phase=Phase.FAILED, reason=reason)
        else:
            self.layout.state.unlink(missing_ok=True)

    def _publish(self, **changes: object) -> None:
        self.state = dataclasses.replace(self.state, **changes)  # type: ignore[arg-type]
        state.write(self.layout, self.state)


def _detach() -> None:
    """Go on as a child of nobody, so that the command which started us has nothing to reap."""
    if os.fork():
        os._exit(0)
    with suppress(PermissionError):  # already a session of its own
        os.setsid()


def main(home: Path) -> None:
    """Run one server to its end."""
    _detach()
    layout = Layout(home)
    if try_flock(layout.alive, exclusive=True) is None:
        sys.exit(f"Another supervisor holds {layout.alive}.")
    plan = read_json(layout.plan)
    if plan is None:
        sys.exit(f"There is no plan in {layout.plan}.")
    Supervisor(layout, Plan(**plan)).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
