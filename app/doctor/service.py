"""The API: its port, its secrets, its documents, and whether it answers; and the ports of the embedded server."""

import http.client
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from api.registered import read_folder
from api.schema import schema
from app import serving
from app.doctor.finding import Finding, ok, warning, wrong
from app.embedded import ports as checked
from app.embedded import state
from app.embedded.layout import Layout
from app.settings import Settings, read_secret
from graph.errors import GuanxiError, UsageError

ANSWER_SECONDS: Final = 10
SHORT: Final = 16
_MOUNTED: Final = Path("/run/secrets")


def ports(settings: Settings) -> Iterator[Finding]:
    """Bolt and HTTP of the embedded server: its own, or free."""
    layout = Layout(settings.home)
    if found := state.current(layout):
        yield ok("Ports", f"Neo4j is {found.phase}, Bolt on {found.bolt_port}, HTTP on {found.http_port}")
        return
    for port, setting in ((settings.bolt_port, "GUANXI_BOLT_PORT"), (settings.http_port, "GUANXI_HTTP_PORT")):
        if port and not checked.is_free(port):
            yield wrong("Ports", str(checked.taken(port, setting)))
        else:
            yield ok("Ports", f"{port or 'any'} for {setting} is free")


def secrets(settings: Settings) -> Iterator[Finding]:
    """Files with secrets: readable for us, and for nobody else; a token that cannot be guessed."""
    for file, name in (
        (settings.neo4j_password_file, "GUANXI_NEO4J_PASSWORD_FILE"),
        (settings.api_token_file, "GUANXI_API_TOKEN_FILE"),
    ):
        if file is None:
            continue
        try:
            read_secret(file, name)
        except UsageError as error:
            yield wrong("Secrets", str(error), f"put it there, and let this user read it: chmod 600 {file}")
            continue
        if _is_open(file):
            yield warning("Secrets", f"other users can read {file} ({name})", f"chmod 600 {file}")
        else:
            yield ok("Secrets", f"{name} is readable, for us alone")
    yield from _token(settings)


def _token(settings: Settings) -> Iterator[Finding]:
    try:
        token = settings.token
    except UsageError:
        return  # told already
    if token is not None and len(token) < SHORT:
        todo = "take a long random one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        yield warning("Token", f"of {len(token)} characters: short enough to be guessed", todo)


def documents(settings: Settings) -> Iterator[Finding]:
    """Whether all registered documents are of this schema."""
    if settings.documents is not None:
        try:
            count = len(read_folder(settings.documents, schema._schema))
        except UsageError as error:
            yield wrong("Documents", str(error), "correct them: the API does not start with them")
        else:
            yield ok("Documents", f"{count} in {settings.documents}")


def api(settings: Settings) -> Iterator[Finding]:
    """Whether the API answers, or could be started."""
    service = serving.running(settings)
    if service is None:
        try:
            serving.require_port(settings)
        except GuanxiError as error:
            yield wrong("API", str(error))
        else:
            yield ok("API", f"does not run; port {settings.port} on {settings.host} is free (`guanxi up` starts it)")
    elif service.url is None:
        yield ok("API", f"process {service.process.pid} is still starting")
    else:
        yield _answers(service.url, service.process.pid)


def _answers(url: str, pid: int) -> Finding:
    where = urlsplit(url)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(where.hostname or "", where.hostname or "")  # noqa: S104
    connection = http.client.HTTPConnection(host, where.port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        text = answer.read().decode().strip()
    except (OSError, http.client.HTTPException) as error:
        return wrong("API", f"process {pid} does not answer at {url}: {error}", "`guanxi down`, and `guanxi up` again")
    finally:
        connection.close()
    if answer.status != 200:
        return wrong("API", f"{url} is {text}", "see Neo4j below")
    return ok("API", f"answers at {url}")


def _is_open(file: Path) -> bool:
    """Whether others may read it; what a container engine mounts is as it mounts it."""
    return (
        sys.platform != "win32"
        and not file.is_relative_to(_MOUNTED)
        and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)
    )
