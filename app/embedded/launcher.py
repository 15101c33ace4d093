"""Become the JVM, in such a way that it does not survive the process that started it.

Run as a plain file, with nothing imported that starts slowly: `launcher.py PARENT JAVA ARGUMENT…`. On Linux the kernel
sends this process SIGTERM once its parent dies, whatever the parent dies of; that outlasts `exec`. Elsewhere a killed
supervisor leaves its JVM to the next start, which ends it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tied(command: list[str]) -> list[str]:
    """Return the command line that runs `command` tied to this process.

    It must be started from a thread that lives as long as the process shall: the kernel goes by the thread.
    """
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def main(parent: int, command: list[str]) -> None:
    """Tie this process to its parent, then execute the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died before the kernel was told
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the command is the supervisor's


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
