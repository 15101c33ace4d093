"""One tree of errors.

::

    GuanxiError                500  INTERNAL
    ├── UsageError             400  BAD_USER_INPUT         exit 2
    ├── InvalidDataError       422  INVALID_DATA           exit 5
    ├── AmbiguousKeyError      409  AMBIGUOUS_KEY          exit 3
    ├── MigrationError         500  MIGRATION_FAILED       exit 1
    ├── DatabaseError          500  INTERNAL               exit 1
    ├── TimeoutExceededError   504  TIMEOUT                exit 1
    └── UnavailableError       503  DATABASE_UNAVAILABLE   exit 1
        └── ServerError        503  DATABASE_UNAVAILABLE   exit 1   (the embedded server)

Every message says what is wrong, where, and what to do about it.
"""

from typing import ClassVar


class GuanxiError(Exception):
    """Root of all errors that Guanxi raises on purpose."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "INTERNAL"
    exit_code: ClassVar[int] = 1


class UsageError(GuanxiError):
    """A setting, an argument or a command line cannot be used as given."""

    status = 400
    code = "BAD_USER_INPUT"
    exit_code = 2


class InvalidDataError(GuanxiError):
    """A file or a mapping cannot be used."""

    status = 422
    code = "INVALID_DATA"
    exit_code = 5


class AmbiguousKeyError(GuanxiError):
    """A key names several parties."""

    status = 409
    code = "AMBIGUOUS_KEY"
    exit_code = 3


class MigrationError(GuanxiError):
    """The schema cannot be brought up to date."""

    code = "MIGRATION_FAILED"


class DatabaseError(GuanxiError):
    """Neo4j refused a statement: a mistake of ours, or a limit that it keeps."""


class TimeoutExceededError(GuanxiError):
    """A statement took longer than it may."""

    status = 504
    code = "TIMEOUT"


class UnavailableError(GuanxiError):
    """Neo4j cannot be reached, or refuses us."""

    status = 503
    code = "DATABASE_UNAVAILABLE"


class ServerError(UnavailableError):
    """The embedded Neo4j could not be installed, started or stopped."""
