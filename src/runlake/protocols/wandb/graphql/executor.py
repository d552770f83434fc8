"""Runs one operation: envelope in, HTTP status and body out."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from graphql import ExecutionResult, GraphQLSchema, execute

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.context import Context
from runlake.protocols.wandb.graphql.documents import Documents, InvalidDocument
from runlake.protocols.wandb.graphql.errors import Answer, answer_to_errors, answer_to_refused_document, is_unexpected
from runlake.protocols.wandb.graphql.list_executor import ListExecutor

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Operation:
    """The envelope of a request. `name` None means the document's only operation."""

    query: str
    variables: dict[str, Any]
    name: str | None


def parse_operation(body: object) -> Operation:
    """Take the decoded body apart. Raises InvalidInput with what is wrong.

    Clients send `"operationName": ""` for "none", and leave `variables` out or null. Source: protocol notes 1.3.
    """
    if not isinstance(body, Mapping) or not isinstance(body.get("query"), str):
        raise InvalidInput('expected a JSON object with "query", a string')
    variables = body.get("variables")
    if variables is not None and not isinstance(variables, dict):
        raise InvalidInput('"variables" must be an object or null')
    name = body.get("operationName")
    if name is not None and not isinstance(name, str):
        raise InvalidInput('"operationName" must be a string or null')
    return Operation(body["query"], variables or {}, name or None)


class Executor:
    """Executes operations against the schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._documents = Documents(schema)

    async def run(self, operation: Operation, context: Context) -> Answer:
        """Never raises for what a client sent: every outcome is an answer."""
        try:
            document = await self._documents.get(operation.query)
        except InvalidDocument as error:
            return answer_to_refused_document(error)
        result = execute(
            self._schema,
            document,
            context_value=context,
            variable_values=operation.variables,
            operation_name=operation.name,
            executor_class=ListExecutor,
            hide_suggestions=True,
        )
        return self._answer(await result if isawaitable(result) else result)

    def _answer(self, result: ExecutionResult) -> Answer:
        if not result.errors:
            return Answer(200, {"data": result.data})
        for error in filter(is_unexpected, result.errors):
            _LOG.error("graphql field failed", exc_info=error.original_error, extra={"path": error.path})
        return answer_to_errors(result.errors)
