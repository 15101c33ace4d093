"""From the text of a request to a valid document, each text parsed and validated once."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, validate
from graphql.validation import specified_rules

from api.limits import MAX_TOKENS, check_shape

_KEPT = 512


@dataclass(frozen=True, slots=True)
class Checked:
    """A parsed document, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]


class Documents:
    """The documents seen lately. Thread-safe."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._lock = Lock()
        self._seen: OrderedDict[str, Checked] = OrderedDict()

    def check(self, text: str) -> Checked:
        """Parse, bound and validate a document; the answer of the last 512 texts is kept."""
        with self._lock:
            if text in self._seen:
                self._seen.move_to_end(text)
                return self._seen[text]
        checked = self._check(text)
        with self._lock:
            self._seen[text] = checked
            while len(self._seen) > _KEPT:
                self._seen.popitem(last=False)
        return checked

    def _check(self, text: str) -> Checked:
        try:
            document = parse(text, max_tokens=MAX_TOKENS, no_location=False)
            # Before validation, whose own rules take long on a document made to be slow.
            check_shape(document)
        except GraphQLError as error:
            return Checked(None, (error,))
        errors = validate(self._schema, document, specified_rules, max_errors=20)
        return Checked(None if errors else document, tuple(errors))
