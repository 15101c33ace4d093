"""Whether the server answers: HTTP, Bolt, the password and GDS, each asked for real."""

import base64
import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any, Final

from app.embedded.layout import DATABASE, LOOPBACK, USER
from graph.errors import ServerError

TIMEOUT: Final = 10.0
READY: Final = "RETURN gds.version() AS version"


@dataclass(frozen=True)
class Probe:
    """What is needed to ask a server on loopback."""

    bolt_port: int
    http_port: int
    password: str

    def ready(self) -> bool:
        """Whether the server takes our password over HTTP, runs a GDS function, and accepts Bolt connections.

        Raises
        ------
        ServerError
            It answers, but never will as it should: wrong password, no GDS, or another server on our port.

        """
        if not self._listens(self.http_port) or not self._listens(self.bolt_port):
            return False
        try:
            status, body = self.query(READY)
        except (OSError, http.client.HTTPException):
            return False
        if status == http.client.UNAUTHORIZED:
            raise ServerError("Neo4j refuses the password in its password file; the two do not belong together.")
        errors = body.get("errors", []) if isinstance(body, dict) else []
        if status < http.client.INTERNAL_SERVER_ERROR and errors:
            problems = "; ".join(str(error.get("message", error)) for error in errors)
            if any("UnknownFunction" in str(error) or "Unknown function" in str(error) for error in errors):
                raise ServerError(f"Neo4j runs without Graph Data Science: {problems}")
        return status in {http.client.OK, http.client.ACCEPTED} and not errors

    def query(self, statement: str) -> tuple[int, Any]:
        """Run a statement through the query API and return the HTTP status and the decoded body."""
        credentials = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        connection = http.client.HTTPConnection(LOOPBACK, self.http_port, timeout=TIMEOUT)
        try:
            connection.request(
                "POST",
                f"/db/{DATABASE}/query/v2",
                json.dumps({"statement": statement}),
                {
                    "Authorization": f"Basic {credentials}",
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                },
            )
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, None

    @staticmethod
    def _listens(port: int) -> bool:
        try:
            with socket.create_connection((LOOPBACK, port), timeout=1):
                return True
        except OSError:
            return False
