"""What happens before a request is there: slow and large heads, too many connections, and what is no HTTP."""

import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
import structlog

from api.http import HttpSettings
from api.transport import Limits
from tests.api.conftest import Recording, serving

LIMITS = Limits(head_seconds=0.5, idle_seconds=1, write_seconds=0.5, connections=20)
QUERY = b'{"query": "{ __typename }"}'
HEAD = b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 27\r\n"
ASK = HEAD + b"\r\n" + QUERY


@pytest.fixture(scope="module")
def bounded(recording: Recording) -> Iterator[str]:
    with serving(recording, HttpSettings(), LIMITS, send_buffer=4_096) as url:
        yield url


@contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=5) as found:
        yield found


def received(connection: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def answer(url: str, sent: bytes) -> bytes:
    with connected(url) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(sent)
        return received(connection)


def status(said: bytes) -> int:
    return int(said.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"GET /livez HTTP/1.1\r\nhost: localhost\r\nx: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"GET /livez HTTP/1.1\r\nhost: localhost\r\nx: " + b"a" * 400_000, 431),
        (b"GET /livez HTTP/1.1\r\nhost: localhost\r\n" + b"x: a\r\n" * 200 + b"\r\n", 431),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n", 431),
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),  # TLS to a port without
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"GET http://[ HTTP/1.1\r\nhost: localhost\r\n\r\n", 400),
        (b"CONNECT evil.example:80 HTTP/1.1\r\nhost: localhost\r\n\r\n", 400),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n", 400),  # two lengths: a way to smuggle a request
        (HEAD + b"content-length: 28\r\n\r\n" + QUERY, 400),
        (HEAD.replace(b"27", b"9" * 30) + b"\r\n", 400),
        (HEAD + b"host: evil.example\r\n\r\n" + QUERY, 400),
    ],
)
def test_a_head_that_cannot_be_used_is_refused_at_once(sent: bytes, code: int, bounded: str) -> None:
    started = time.monotonic()
    said = answer(bounded, sent)
    assert status(said) == code, said
    assert b'{"errors":[{"message":' in said
    assert time.monotonic() - started < LIMITS.head_seconds + 1


def test_a_head_that_comes_slowly_ends_with_408(bounded: str) -> None:
    with connected(bounded) as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\n")
        for _ in range(100):
            time.sleep(0.05)
            if select.select([connection], [], [], 0)[0]:
                break
            connection.sendall(b"x: a\r\n")
        said = received(connection)
    assert status(said) == 408
    assert b"BAD_REQUEST" in said


@pytest.mark.parametrize("sent", [b"", b"\r\n", ASK])
def test_a_connection_that_asks_nothing_more_is_closed(sent: bytes, bounded: str) -> None:
    started = time.monotonic()
    said = answer(bounded, sent)
    assert said == b"" or status(said) == 200
    assert time.monotonic() - started < 3


def test_empty_lines_after_an_answer_do_not_keep_a_connection(bounded: str) -> None:
    with connected(bounded) as connection:
        connection.sendall(ASK)
        started = time.monotonic()
        try:
            while time.monotonic() - started < 5:
                connection.sendall(b"\r\n")
                time.sleep(0.1)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert time.monotonic() - started < 3


def test_half_open_connections_make_room_for_those_that_ask(bounded: str) -> None:
    where = urlsplit(bounded)
    half = [socket.create_connection((where.hostname, where.port), timeout=5) for _ in range(100)]
    try:
        for one in half[::2]:
            with suppress(OSError):
                one.sendall(b"POST /graphql HTTP/1.1\r\nhost:")
        started = time.monotonic()
        assert status(answer(bounded, ASK.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n"))) == 200
        assert time.monotonic() - started < LIMITS.head_seconds
    finally:
        for one in half:
            one.close()


def test_pipelined_requests_are_answered_in_order_up_to_a_number(bounded: str) -> None:
    last = ASK.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
    assert answer(bounded, ASK * 9 + last).count(b'{"data":{"__typename":"Query"}') == 10
    said = answer(bounded, ASK * 2_000)
    assert said.count(b'"__typename"') <= LIMITS.pipelined + 1
    assert b"LIMIT_EXCEEDED" in said


def test_a_client_that_does_not_read_is_ended_and_nobody_wonders(
    bounded: str, caplog: pytest.LogCaptureFixture
) -> None:
    introspection = b'{"query": "{ __schema { types { name description fields { name description } } } }"}'
    ask = HEAD.replace(b"27", str(len(introspection)).encode()) + b"\r\n" + introspection
    where = urlsplit(bounded)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        connection.settimeout(5)
        connection.connect((where.hostname, where.port))
        with structlog.testing.capture_logs() as log:
            connection.sendall(ask * 8)
            time.sleep(LIMITS.write_seconds + 1)
            assert len(received(connection)) < 100_000
    assert "internal error" not in {line["event"] for line in log}
    assert "uvicorn" not in caplog.text
    with httpx.Client(base_url=bounded) as client:
        assert client.get("/livez").status_code == 200


def test_refusals_are_counted(recording: Recording) -> None:
    with serving(recording, HttpSettings(), LIMITS) as url:
        answer(url, b"hello\r\n\r\n")
        answer(url, b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n")
        page = httpx.get(f"{url}/metrics").text
    assert 'guanxi_connections_refused_total{status="400"} 1.0' in page
    assert 'guanxi_connections_refused_total{status="431"} 1.0' in page


def test_memory_stays_flat_under_heads_that_never_end(bounded: str) -> None:
    process = psutil.Process()

    endless = b"GET /livez HTTP/1.1\r\nx: " + b"a" * 2_000_000

    def flood(_: int) -> None:
        answer(bounded, endless)

    flood(0)
    before = process.memory_info().rss
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(flood, range(64)))
    assert process.memory_info().rss - before < 30_000_000
