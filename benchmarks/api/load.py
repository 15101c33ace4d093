"""The load: a number of connections, each of which asks again as soon as it has its answer.

`python -m benchmarks.api.load PORT CONNECTIONS WARM_UP SECONDS < requests` runs in a process of its own and prints one
JSON object. Requests are given as lines of JSON, `[method, path, body or null]`, and each connection goes through all
of them from a place of its own. Written on the event loop's transports and a C parser, so that it takes little of the
processor that it shares with what it measures: `benchmarks.api.ceiling` shows how much.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import httptools
import uvloop


@dataclass(slots=True)
class Tally:
    """What came back, whenever it was asked for, between `begins` and `ends` (seconds of the clock)."""

    begins: float
    ends: float
    latencies: list[float] = field(default_factory=list)
    bytes: int = 0
    failures: int = 0


class Connection(asyncio.Protocol):
    """One connection; `done` is set when its last answer has come after the end."""

    def __init__(self, requests: list[bytes], place: int, tally: Tally, done: "asyncio.Future[None]") -> None:
        self._requests = requests
        self._place = place
        self._tally = tally
        self._done = done
        self._parser = httptools.HttpResponseParser(self)
        self._size = 0
        self._begun = 0.0
        self._failed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at once."""
        self._transport: Any = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Let the parser have it."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Part of an answer; an error shows in the first bytes."""
        if not self._size and b'"errors"' in body[:40]:
            self._failed = True
        self._size += len(body)

    def on_message_complete(self) -> None:
        """Note the answer and ask again, or end."""
        now = time.perf_counter()
        tally = self._tally
        if tally.begins <= now <= tally.ends:
            tally.latencies.append(now - self._begun)
            tally.bytes += self._size
            tally.failures += self._failed or self._parser.get_status_code() != 200
        if now < tally.ends:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """End; it is a failure before the time is up."""
        if time.perf_counter() < self._tally.ends:
            self._done.set_exception(error or ConnectionError("the server closed the connection"))
        elif not self._done.done():
            self._done.set_result(None)

    def _ask(self) -> None:
        self._size, self._failed = 0, False
        self._place = (self._place + 1) % len(self._requests)
        self._begun = time.perf_counter()
        self._transport.write(self._requests[self._place])


def encode(method: str, path: str, body: str | None) -> bytes:
    """A request as it goes over the wire."""
    content = (body or "").encode()
    head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(content)}\r\n\r\n".encode() + content


async def drive(port: int, connections: int, warm_up: float, seconds: float, requests: list[bytes]) -> dict[str, Any]:
    """Ask for a while and tell what came back."""
    loop = asyncio.get_running_loop()
    begins = time.perf_counter() + warm_up
    tally = Tally(begins, begins + seconds)
    endings = []
    for n in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        place = n * len(requests) // connections
        await loop.create_connection(lambda at=place, end=done: Connection(requests, at, tally, end), "127.0.0.1", port)  # type: ignore[misc]
        endings.append(done)
    await asyncio.sleep(warm_up)
    cpu = time.process_time()
    await asyncio.gather(*endings)
    spent = time.process_time() - cpu
    found = sorted(tally.latencies)
    return {
        "answers": len(found),
        "failures": tally.failures,
        "rate": len(found) / seconds,
        "p50": _quantile(found, 0.5) * 1000,
        "p99": _quantile(found, 0.99) * 1000,
        "bytes": tally.bytes / max(len(found), 1),
        "cpu": spent,
    }


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def main(arguments: list[str]) -> None:
    """Read the requests, ask, print."""
    port, connections, warm_up, seconds = int(arguments[0]), int(arguments[1]), float(arguments[2]), float(arguments[3])
    requests = [encode(*json.loads(line)) for line in sys.stdin]
    print(json.dumps(uvloop.run(drive(port, connections, warm_up, seconds, requests))))


if __name__ == "__main__":
    main(sys.argv[1:])
