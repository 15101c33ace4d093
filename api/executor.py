"""The executor that answers a root field with one Cypher statement.

graphql-core coerces variables and arguments, runs sibling fields, introspection and errors. Where a root resolver
returns `Compiled`, this executor takes over below it: it walks the selection, has it compiled, runs the statement and
returns the shape that came back, so that no object is made for each field.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    get_named_type,
    is_composite_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from strawberry import UNSET
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.intelligence.questions import Questions
from api.known import KnownStatements
from api.statements import Ran
from graph.client import Database
from graph.compiler import Statement, can_be_filled, compile_root
from graph.errors import GuanxiError
from graph.selection import Field, Selection
from intelligence.assumptions import Assumptions

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What a request carries to its resolvers.

    `timeout` is the seconds that a statement may take; `note` is told of each one that a root field ran. `questions`
    answers what is worked out from a snapshot, and `statements` are those of the document that are known.
    """

    database: Database
    timeout: float
    note: Callable[[Ran], None] = lambda _: None
    questions: Questions | None = None
    statements: KnownStatements = field(default_factory=KnownStatements)

    def ask(self, work: "Callable[[Snapshot, Assumptions], T]", as_of: date | None = None) -> T:
        """What `work` makes of a snapshot of the graph as of a day; see `Questions.ask`."""
        if self.questions is None:
            raise TypeError("this context has nothing that answers questions")
        return self.questions.ask(work, as_of)

    def read(self, field: str, statement: Statement) -> list[list[Any]]:
        """Run the statement of a root field."""
        started = time.perf_counter()
        code = "INTERNAL"
        try:
            rows = self.database.read_values(statement.text, statement.parameters, timeout=self.timeout)
            code = "OK"
        except GuanxiError as error:
            code = error.code
            raise
        finally:
            self.note(Ran(field, statement.text, time.perf_counter() - started, code))
        return rows


@dataclass(frozen=True, slots=True)
class Compiled:
    """A root resolver's answer: compile the field, with these arguments instead of the caller's own."""

    arguments: Mapping[str, Any]

    @classmethod
    def of(cls, **arguments: Any) -> Self:
        """Take arguments by their GraphQL names; those that were not given become null."""
        return cls({name: None if value is UNSET else value for name, value in arguments.items()})


class OneStatementExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, for which a `Compiled` is complete once its statement has been read."""

    def complete_value(  # noqa: PLR0917
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete a value; see the class."""
        if not isinstance(result, Compiled):
            return super().complete_value(return_type, field_details_list, info, path, result, position_context)
        named = cast(GraphQLObjectType, get_named_type(return_type))
        statement = self._statement(info.field_name, named, field_details_list, result.arguments)
        shape = statement.read(cast(Context, self.context_value).read(info.field_name, statement))
        if shape is None and is_non_null_type(return_type):
            raise TypeError(f"Cannot return null for non-nullable field {info.parent_type}.{info.field_name}.")
        return shape

    def _statement(
        self, name: str, named: GraphQLObjectType, details: FieldDetailsList, arguments: Mapping[str, Any]
    ) -> Statement:
        """The statement of a root field: composed for its document, where variables are only the field's arguments."""
        known = cast(Context, self.context_value).statements
        nodes = [each.node for each in details]
        if statement := known.find(nodes, arguments):
            return statement.of(arguments)
        root = Field(name, name, arguments, named.name, self._selection(named, details))
        statement = compile_root(root)
        if can_be_filled(root):
            known.keep(nodes, arguments, statement, {name: each.definition for name, each in self.fragments.items()})
        return statement

    def _selection(self, parent: GraphQLObjectType, details: FieldDetailsList) -> Selection:
        grouped = self.collect_subfields(parent, details).grouped_field_set
        return Selection(parent.name, tuple(self._field(parent, key, found) for key, found in grouped.items()))

    def _field(self, parent: GraphQLObjectType, key: str, details: FieldDetailsList) -> Field:
        node = details[0].node
        name = node.name.value
        if name == "__typename":
            return Field(key, name, {}, "String")
        definition = parent.fields[name]
        arguments = (
            get_argument_values(definition, node, self.variable_values, details[0].fragment_variable_values)
            if definition.args
            else {}
        )
        returned = get_named_type(definition.type)
        if is_object_type(returned):
            return Field(key, name, arguments, returned.name, self._selection(returned, details))
        if is_composite_type(returned):
            raise NotImplementedError(f"{parent.name}.{name} leads to {returned}, an abstract type")
        return Field(key, name, arguments, returned.name)
