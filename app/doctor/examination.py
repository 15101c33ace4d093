"""All checks, in the order in which a reader would make them."""

from collections.abc import Callable, Iterator
from typing import Final

from app.doctor import database, home, jars, machine, service
from app.doctor.finding import Finding, wrong
from app.settings import Settings, load_settings
from graph.errors import GuanxiError, UsageError

_ALWAYS: Final = (machine.python, machine.files, machine.memory, machine.disk)
_EMBEDDED: Final = (machine.system, jars.java, jars.jars, home.home, home.password, service.ports)
_AFTERWARDS: Final = (service.secrets, service.documents, service.api, database.neo4j)


def examine() -> Iterator[Finding]:
    """Look at everything, one finding after the other; settings that cannot be used are the only one then."""
    try:
        settings = load_settings()
    except UsageError as error:
        yield wrong("Settings", str(error))
        return
    for check in (*_ALWAYS, *(_EMBEDDED if settings.embedded else ()), *_AFTERWARDS):
        yield from _made(check, settings)


def _made(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    """Make one check; one that cannot be made is a finding too."""
    try:
        yield from check(settings)
    except (GuanxiError, OSError) as error:
        yield wrong(check.__name__.capitalize(), str(error))
