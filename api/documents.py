"""From the text of a request, or its hash, to a valid document, each text parsed and validated once."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from graphql import DocumentNode, FragmentDefinitionNode, GraphQLError, GraphQLSchema, parse, validate
from graphql.validation import specified_rules

from api.known import KnownStatements
from api.refusals import bad_request, only_registered, refused, unknown_hash
from api.shape import MAX_TOKENS, check_shape, fragments_of

MAX_ERRORS: Final = 20
_KEPT: Final = 1 << 18
"""Characters of all documents that are kept; parsed they take up to 500 times as many bytes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A valid document, or what is wrong with it."""

    document: DocumentNode | None
    fragments: Mapping[str, FragmentDefinitionNode]
    errors: tuple[GraphQLError, ...] = ()
    statements: KnownStatements = field(default_factory=KnownStatements)


@dataclass(frozen=True, slots=True)
class Registered:
    """Documents that are known by their hash: SHA-256 in hexadecimal → text. With `only`, no others are answered."""

    texts: Mapping[str, str] = field(default_factory=dict)
    only: bool = False


class Documents:
    """The valid documents seen lately, and the registered ones. Thread-safe.

    A document seen lately is found by its hash too, whoever sent it: that is what clients which register their
    documents by themselves need, and it costs no memory of its own. Registered documents are kept as texts, and parsed
    like all others.
    """

    def __init__(self, schema: GraphQLSchema, registered: Registered | None = None) -> None:
        self._schema = schema
        self._registered = registered or Registered()
        self._lock = Lock()
        self._seen: OrderedDict[str, tuple[str, Checked]] = OrderedDict()
        self._size = 0

    def find(self, text: str | None, sha256: str | None) -> str:
        """The text of a request that has a text, a hash, or both.

        Raises a GraphQLError for a hash that is not known or not the text's, and for a text that is not registered
        where only those are answered.
        """
        if text is not None:
            actual = digest(text)
            if sha256 not in {None, actual}:
                raise bad_request("sha256Hash is not the SHA-256 of query, in hexadecimal")
            if self._registered.only and actual not in self._registered.texts:
                raise only_registered()
            return text
        found = self._registered.texts.get(sha256 or "")
        if found is None and not self._registered.only:
            with self._lock:
                found, _ = self._seen.get(sha256 or "", (None, None))
        if found is None:
            raise unknown_hash()
        return found

    def check(self, text: str) -> Checked:
        """Parse, bound and validate a document."""
        sha256 = digest(text)
        with self._lock:
            if sha256 in self._seen:
                self._seen.move_to_end(sha256)
                return self._seen[sha256][1]
        checked = self._check(text)
        if checked.document is not None:
            self._keep(sha256, text, checked)
        return checked

    def _keep(self, sha256: str, text: str, checked: Checked) -> None:
        with self._lock:
            if sha256 not in self._seen:
                self._seen[sha256] = (text, checked)
                self._size += len(text)
            while self._size > _KEPT:
                self._size -= len(self._seen.popitem(last=False)[1][0])

    def _check(self, text: str) -> Checked:
        try:
            document = parse(text, max_tokens=MAX_TOKENS)
            # Before validation, whose own rules take long on a document made to be slow.
            check_shape(document)
            errors = validate(self._schema, document, specified_rules, max_errors=MAX_ERRORS)
        except GraphQLError as error:
            return Checked(None, {}, (error,))
        except RecursionError:
            return Checked(None, {}, (refused("the document is nested too deeply"),))
        return Checked(None if errors else document, fragments_of(document), tuple(_told(error) for error in errors))


def _told(error: GraphQLError) -> GraphQLError:
    """An error of the caller's, where a scalar's own reader failed on a literal.

    Python reads no integer of more than 4,300 digits, for one.
    """
    return GraphQLError("the value cannot be read", error.nodes) if error.original_error else error


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
