"""From the text of a request to a valid document, each text parsed and validated once."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from graphql import DocumentNode, FragmentDefinitionNode, GraphQLError, GraphQLSchema, parse, validate
from graphql.validation import specified_rules

from api.refusals import refused
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


class Documents:
    """The valid documents seen lately. Thread-safe."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._lock = Lock()
        self._seen: OrderedDict[str, Checked] = OrderedDict()
        self._size = 0

    def check(self, text: str) -> Checked:
        """Parse, bound and validate a document."""
        with self._lock:
            if text in self._seen:
                self._seen.move_to_end(text)
                return self._seen[text]
        checked = self._check(text)
        if checked.document is not None:
            self._keep(text, checked)
        return checked

    def _keep(self, text: str, checked: Checked) -> None:
        with self._lock:
            if text not in self._seen:
                self._seen[text] = checked
                self._size += len(text)
            while self._size > _KEPT:
                self._size -= len(self._seen.popitem(last=False)[0])

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
