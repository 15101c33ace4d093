"""The JSON of a GraphQL request, checked."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from api.refusals import bad_request

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Request:
    """The body of a GraphQL request: `query`, or the hash of a document that the service knows, or both."""

    query: str | None
    variables: dict[str, Any]
    operation: str | None
    sha256: str | None = None


def read_request(body: Any) -> Request:
    """Check the JSON of a request; GraphQLError with code BAD_REQUEST for one of another form."""
    if not isinstance(body, dict):
        raise bad_request('the body must be a JSON object with a "query" in it')
    sha256 = _hash(body.get("extensions"))
    query = body.get("query")
    if not isinstance(query, str) and not (query is None and sha256):
        raise bad_request('the body must have a "query", a string, or the hash of a document in "extensions"')
    variables = body.get("variables")
    if variables is None:
        variables = {}
    if not isinstance(variables, dict):
        raise bad_request('"variables" must be a JSON object')
    operation = body.get("operationName")
    if operation is not None and not isinstance(operation, str):
        raise bad_request('"operationName" must be a string')
    return Request(query, variables, operation, sha256)


def _hash(extensions: Any) -> str | None:
    """The hash of `extensions.persistedQuery`, if there is one."""
    if extensions is not None and not isinstance(extensions, dict):
        raise bad_request('"extensions" must be a JSON object')
    wanted = (extensions or {}).get("persistedQuery")
    if wanted is None:
        return None
    if not isinstance(wanted, dict) or wanted.get("version") != 1:
        raise bad_request('"extensions.persistedQuery" must be a JSON object with version 1')
    sha256 = wanted.get("sha256Hash")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise bad_request('"sha256Hash" must be a SHA-256 in hexadecimal: 64 digits, small letters')
    return sha256


def refuse_twins(body: bytes) -> None:
    """Raise a GraphQLError with code BAD_REQUEST where a key of the request stands twice in its JSON, which is valid.

    Which of the two counts is every parser's own choice: what a proxy has checked may not be what is run.
    """
    keys: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        keys[:] = [key for key, _ in pairs]  # the outermost object is the last to be complete

    try:
        # Numbers as they stand: Python reads no integer of more than 4,300 digits.
        json.loads(body, object_pairs_hook=note, parse_int=str, parse_float=str)
    except RecursionError:
        raise bad_request("the body is nested too deeply") from None
    if len(set(keys)) < len(keys):
        raise bad_request("the body has a key twice")
