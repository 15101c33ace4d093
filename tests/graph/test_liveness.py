"""When a database counts as away, and when it is there again."""

import threading
import time
from collections.abc import Callable

import pytest

from graph.errors import UnavailableError
from graph.liveness import Liveness, Pace

PACE = Pace(interval=0.02, patience=0.1)


def awaited(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    return condition()


def test_it_counts_as_there_until_somebody_watches() -> None:
    Liveness("bolt://x").check()


def test_a_probe_that_fails_tells_at_once_why_and_one_that_is_answered_ends_it() -> None:
    fails = threading.Event()
    fails.set()

    def probe() -> None:
        if fails.is_set():
            raise UnavailableError("it is gone")

    liveness = Liveness("bolt://x")
    losses: list[str] = []
    liveness.on_loss(lambda: losses.append(liveness.away))
    with liveness.watched(probe, PACE):
        assert awaited(lambda: bool(liveness.away))
        with pytest.raises(UnavailableError, match="it is gone"):
            liveness.check()
        time.sleep(PACE.interval * 5)
        assert losses == ["it is gone"]  # once a loss, not once a probe
        fails.clear()
        assert awaited(lambda: not liveness.away)
        fails.set()
        assert awaited(lambda: len(losses) == 2)
    liveness.check()


def test_probes_that_hang_are_few_and_the_first_that_comes_back_ends_it() -> None:
    resumed, asked = threading.Event(), []

    def probe() -> None:
        asked.append(time.monotonic())
        resumed.wait(10)

    liveness = Liveness("bolt://x")
    with liveness.watched(probe, PACE):
        assert awaited(lambda: bool(liveness.away))
        assert "has not answered" in liveness.away
        time.sleep(PACE.patience * 6)
        assert len(asked) == 3
        resumed.set()
        assert awaited(lambda: not liveness.away)


def test_a_busy_database_that_answers_others_is_not_away() -> None:
    resumed = threading.Event()

    def probe() -> None:
        resumed.wait(10)

    liveness = Liveness("bolt://x")
    with liveness.watched(probe, PACE):
        for _ in range(40):
            liveness.answered()
            assert not liveness.away
            time.sleep(0.01)
        resumed.set()


def test_a_suspicion_is_looked_into_before_its_time() -> None:
    asked: list[float] = []
    liveness = Liveness("bolt://x")
    with liveness.watched(lambda: asked.append(time.monotonic()), Pace(interval=30, patience=1)):
        assert awaited(lambda: len(asked) == 1)
        liveness.suspect()
        assert awaited(lambda: len(asked) == 2)
