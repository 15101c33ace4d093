"""The connection to Neo4j: statements of the catalog in, plain values out."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import neo4j
import structlog
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from cypher import Query
from graph.errors import DatabaseError, TimeoutExceededError, UnavailableError, UsageError
from graph.liveness import Liveness, Pace

T = TypeVar("T")
Row = dict[str, Any]

POOL_SIZE = 100
DEFAULT_PACE = Pace()
OPEN_ERRORS = (Neo4jError, DriverError)
"""What a transaction of `Database.begin` may raise."""
_ATTEMPTS = 20
_FORESTALLED = ("EquivalentSchemaRuleAlreadyExists", "ConstraintAlreadyExists", "IndexDropFailed")
"""Schema changes that another process made first: `IF [NOT] EXISTS` looks before it takes the lock."""
_RETRIES_ON_CONSTRAINT = 10
"""Two loaders may create the same node or edge at once; the second then finds the first's, if it looks again."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: everything done in it becomes visible at once, or not at all.

    `touched` are ids of the records, parties, things and interactions that it changes, and of those at the ends of
    edges that it takes away or moves: `graph.progress.count_change` notes them, and snapshots read those again.
    `again` says that the same was tried before, and something was there that was taken for new.
    """

    _tx: neo4j.ManagedTransaction | neo4j.Transaction
    touched: set[str] = field(default_factory=set)
    again: bool = False

    def rows(self, query: Query, **params: Any) -> list[Row]:
        """Run a statement and read all of its rows."""
        _check_params(query, params)
        return _rows(self._tx.run(query.text, params))

    def run(self, query: Query, **params: Any) -> None:
        """Run a statement for its effect."""
        _check_params(query, params)
        self._tx.run(query.text, params).consume()


class OpenTransaction:
    """A transaction that stays open."""

    def __init__(self, session: neo4j.Session, tx: neo4j.Transaction) -> None:
        self._session = session
        self._tx = tx
        self.transaction = Transaction(tx)

    def commit(self) -> None:
        """Commit it; it is closed thereby, whatever becomes of it."""
        try:
            self._tx.commit()
        finally:
            self._session.close()

    def close(self) -> None:
        """Undo it. Where the connection is lost, Neo4j has undone it."""
        with suppress(*OPEN_ERRORS):
            self._session.close()


class Database:
    """A pool of connections to one Neo4j database. Thread-safe; close it, or use it in a `with`.

    `liveness` tells whether it answers, for as long as it is `watched`.
    """

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j", *, timeout: float = 60.0) -> None:
        self._open = partial(
            neo4j.GraphDatabase.driver,
            uri,
            auth=(user, password),
            connection_acquisition_timeout=10.0,
            connection_timeout=5.0,
            max_connection_pool_size=POOL_SIZE,
            max_transaction_retry_time=timeout,
            notifications_min_severity="OFF",
            user_agent="guanxi",
        )
        try:
            self._driver = self._open()
        except (ConfigurationError, ValueError) as error:
            raise UsageError(
                f"GUANXI_NEO4J_URI={uri!r} is no address of a Neo4j ({error}); give one like bolt://127.0.0.1:7687"
            ) from error
        self.uri = uri
        self.name = database
        self.liveness = Liveness(uri)
        self._in_use = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self._driver.close()

    @property
    def in_use(self) -> int:
        """Statements of `read` and `read_values` that run or wait for a connection; the pool has `POOL_SIZE`."""
        return self._in_use

    @contextmanager
    def watched(self, pace: Pace = DEFAULT_PACE) -> Iterator[None]:
        """Probe Neo4j until the block ends; while it does not answer, reads raise UnavailableError at once.

        Probes have connections of their own, so that a pool which others have emptied says nothing about Neo4j.
        """
        with self._open(connection_acquisition_timeout=pace.patience, connection_timeout=pace.patience) as driver:

            def probe() -> None:
                with _translated(self.uri), driver.session(database=self.name) as session:
                    session.run(neo4j.Query("RETURN 1", timeout=pace.patience)).consume()

            with self.liveness.watched(probe, pace):
                yield

    def verify(self) -> None:
        """Raise UnavailableError unless Neo4j answers and lets us in."""
        with _translated(self.uri):
            self._read("RETURN 1", {}, None, neo4j.Result.consume)

    def read(self, query: Query, *, timeout: float | None = None, **params: Any) -> list[Row]:
        """Run one reading statement in a transaction of its own and return its rows."""
        _check_params(query, params)
        return self._read(query.text, params, timeout, _rows)

    def read_values(self, text: str, params: Mapping[str, Any], *, timeout: float | None = None) -> list[list[Any]]:
        """Run a composed statement (see `graph.compiler`) and return its rows by position."""
        return self._read(text, params, timeout, neo4j.Result.values)

    def server(self) -> str:
        """What Neo4j calls itself, such as `Neo4j/2026.08.1`."""
        with _translated(self.uri):
            return str(self._driver.get_server_info().agent)

    def plan(self, text: str, *, timeout: float) -> neo4j.ResultSummary:
        """What Neo4j would do for a statement, which is not run: its plan is in the summary."""
        return self._read(f"EXPLAIN {text}", {}, timeout, neo4j.Result.consume)

    def _read(
        self, text: str, params: Mapping[str, Any], timeout: float | None, read: Callable[[neo4j.Result], T]
    ) -> T:
        self.liveness.check()
        statement = neo4j.Query(text, metadata=_origin(), timeout=timeout)
        with self._counted(), _translated(self.uri):
            try:
                found = self._run(statement, params, read)
            except (SessionExpired, ServiceUnavailable):
                # An auto-commit transaction saves two round trips. The driver does not repeat it, so a pooled
                # connection that the server has closed meanwhile is met with one repetition of our own.
                self.liveness.suspect()
                found = self._run(statement, params, read)
        self.liveness.answered()
        return found

    def _run(self, statement: neo4j.Query, params: Mapping[str, Any], read: Callable[[neo4j.Result], T]) -> T:
        with self._driver.session(database=self.name, default_access_mode=neo4j.READ_ACCESS) as session:
            return read(session.run(statement, dict(params)))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._in_use += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_use -= 1

    def stream(self, query: Query, **params: Any) -> Iterator[Row]:
        """Run one reading statement and yield its rows as they come; memory stays flat."""
        _check_params(query, params)
        with (
            _translated(self.uri),
            self._driver.session(database=self.name, default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            result = session.run(query.text, params)
            names = result.keys()
            for record in result:
                yield dict(zip(names, record.values(), strict=True))

    def write(self, work: Callable[[Transaction], T], *, again: bool = False) -> T:
        """Run `work` in one writing transaction, again where Neo4j asks for it (a deadlock, a lost leader).

        `work` must therefore have no effect but on the transaction, which it tells if the same was tried before
        (`again`).
        """
        with _translated(self.uri), self._driver.session(database=self.name) as session:
            for left in reversed(range(_RETRIES_ON_CONSTRAINT)):
                try:
                    return session.execute_write(_managed, work, again)
                except ConstraintError:
                    if not left:
                        raise
                except ClientError as error:
                    # A party merged away between our reading and our writing: look again.
                    if not str(error.code).endswith("EntityNotFound") or not left:
                        raise
                again = True
        raise AssertionError("unreachable")

    def begin(self) -> OpenTransaction:
        """Begin a writing transaction that the caller commits or closes. Its errors are OPEN_ERRORS."""
        session = self._driver.session(database=self.name)
        try:
            return OpenTransaction(session, session.begin_transaction())
        except BaseException:
            session.close()
            raise

    def change_schema(self, statement: str) -> None:
        """Run one schema statement of a migration, which Neo4j wants in a transaction of its own."""
        with _translated(self.uri), self._driver.session(database=self.name) as session:
            try:
                # Told to `schema/list_changing`, which cannot see the statement itself.
                change = neo4j.Query(statement, metadata=_origin() | {"schema": statement})
                _patiently(lambda: session.run(change).consume())
            except Neo4jError as error:
                if not str(error.code).endswith(_FORESTALLED):
                    raise

    @contextmanager
    def holding(self, query: Query, **params: Any) -> Iterator[None]:
        """Keep the locks that a statement takes until the block ends; the process's death ends them too."""
        _check_params(query, params)
        with _translated(self.uri), self._driver.session(database=self.name) as session:
            tx = _patiently(lambda: _begun(session, query.text, params))
            try:
                yield
                tx.commit()
            finally:
                tx.close()


def _rows(result: neo4j.Result) -> list[Row]:
    """Rows as dicts. The driver's own `data()` walks into every value: for long lists six times the cost of reading."""
    names = result.keys()
    return [dict(zip(names, values, strict=True)) for values in result.values()]


def _managed(tx: neo4j.ManagedTransaction, work: Callable[[Transaction], T], again: bool) -> T:
    return work(Transaction(tx, again=again))


def _origin() -> dict[str, Any]:
    """Who asks: the request id that the logs have too, for Neo4j's `query.log` and `SHOW TRANSACTIONS`."""
    return {"app": "guanxi"} | {
        name: value for name, value in structlog.contextvars.get_contextvars().items() if name == "request"
    }


def _begun(session: neo4j.Session, text: str, params: dict[str, Any]) -> neo4j.Transaction:
    """A transaction in which a statement has run."""
    tx = session.begin_transaction()
    try:
        tx.run(text, params).consume()
    except BaseException:
        tx.close()
        raise
    return tx


def _patiently(work: Callable[[], T]) -> T:
    """Do `work` again while Neo4j asks for it: schema statements deadlock where several processes start at once."""
    for attempt in range(_ATTEMPTS):
        try:
            return work()
        except Neo4jError as error:
            if not error.is_retryable() or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, 0.1 * 2 ** min(attempt, 5)))  # noqa: S311 - only to get out of step
    raise AssertionError("unreachable")


def _check_params(query: Query, params: Mapping[str, Any]) -> None:
    if query.params != params.keys():
        raise TypeError(f"{query.name} takes {sorted(query.params)}, and was given {sorted(params)}")


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except AuthError as error:
        raise UnavailableError(
            f"Neo4j at {uri} does not accept our user and password; check GUANXI_NEO4J_USER and GUANXI_NEO4J_PASSWORD"
        ) from error
    except Neo4jError as error:
        if str(error.code).endswith(("TransactionTimedOut", "TransactionTimedOutClientConfiguration")):
            raise TimeoutExceededError("the database took longer than a statement may; ask for less") from error
        if error.is_retryable():
            raise UnavailableError(f"Neo4j at {uri} is busy or changing: {error.message}; try again") from error
        raise DatabaseError(f"Neo4j refused a statement: {error.message}") from error
    except DriverError as error:
        raise UnavailableError(f"Neo4j at {uri} cannot be reached; is it running? (`guanxi doctor`)") from error
