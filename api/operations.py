"""One GraphQL request, from what it asks to its answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
)
from graphql.execution import get_variable_values

from api.cost import cost
from api.documents import Documents, Registered, digest
from api.errors import formatted
from api.executor import Context, OneStatementExecutor
from api.intelligence.questions import Questions
from api.refusals import bad_input, bad_request
from api.requests import Request
from api.statements import Ran
from graph.client import Database
from intelligence.assumptions import Assumptions, load_assumptions

_log = structlog.get_logger("guanxi.api")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer's JSON; `executed` is False for a request that was refused before it ran."""

    body: dict[str, Any]
    executed: bool


class Operations:
    """Answers requests against one database. Thread-safe."""

    def __init__(
        self,
        schema: GraphQLSchema,
        database: Database,
        timeout: float,
        *,
        registered: Registered | None = None,
        ran: Callable[[Ran], None] = lambda _: None,
        cost: Callable[[int], None] = lambda _: None,
        assumptions: Assumptions | None = None,
    ) -> None:
        """`ran` is told of each statement, `cost` of each operation's cost before it runs.

        `assumptions` are those of what-if; the default ones unless given.
        """
        self._schema = schema
        self._documents = Documents(schema, registered)
        questions = Questions(database, assumptions or load_assumptions(), timeout)
        self._context = Context(database, timeout, ran, questions)
        self._note_cost = cost

    def answer(self, request: Request) -> Answer:
        """Check, bound and run a request; whatever goes wrong is an answer too."""
        try:
            return self._answer(request)
        except Exception as error:
            return refusal(GraphQLError("internal error", original_error=error))

    def _answer(self, request: Request) -> Answer:
        started = time.perf_counter()
        try:
            text = self._documents.find(request.query, request.sha256)
        except GraphQLError as error:
            return refusal(error)
        checked = self._documents.check(text)
        if checked.document is None:
            return refusal(*checked.errors)
        operation = get_operation_ast(checked.document, request.operation)
        if operation is None:
            return refusal(bad_request("name one of the document's operations in operationName"))
        variables = get_variable_values(self._schema, operation.variable_definitions or (), request.variables)
        if isinstance(variables, list):
            return refusal(*(bad_input(error) for error in variables))
        try:
            total = cost(self._schema, checked.fragments, operation, variables.coerced)
        except GraphQLError as error:
            return refusal(error)
        self._note_cost(total)
        result = execute_sync(
            self._schema,
            checked.document,
            variable_values=request.variables,
            operation_name=request.operation,
            context_value=replace(self._context, statements=checked.statements),
            executor_class=OneStatementExecutor,
        )
        self._note(text, operation, total, result, time.perf_counter() - started)
        return _answer(result, total)

    @staticmethod
    def _note(
        text: str, operation: OperationDefinitionNode, total: int, result: ExecutionResult, seconds: float
    ) -> None:
        _log.info(
            "graphql",
            document=digest(text)[:16],
            operation=operation.operation.value,
            cost=total,
            errors=len(result.errors or ()),
            milliseconds=round(seconds * 1000, 1),
        )


def refusal(*errors: GraphQLError) -> Answer:
    """The answer to a request that is not run."""
    return Answer({"errors": [formatted(error) for error in errors]}, executed=False)


def _answer(result: ExecutionResult, total: int) -> Answer:
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [formatted(error) for error in result.errors]
    body["data"] = result.data
    body["extensions"] = {"cost": total}
    return Answer(body, executed=result.data is not None or not result.errors)
