"""Errors → the bodies that wandb clients show to their users.

Every failure has a non-200 status: clients decide by it whether to try again. Source: protocol notes 1.8, 1.9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from runlake.errors import RunlakeError
from runlake.protocols.wandb.graphql.documents import InvalidDocument

UNEXPECTED = "something went wrong on the server; its log has the details"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer before encoding."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()  # why a document was refused: fields that we lack, mostly
    unexpected: int = 0  # failures that nobody foresaw


def answer_to_error(error: RunlakeError, path: Sequence[str | int] = ()) -> Answer:
    """One error that stopped the request."""
    return Answer(error.status, {"errors": [_entry(error.message, path)]}, _headers(error))


def answer_to_refused_document(error: InvalidDocument) -> Answer:
    """A document that does not fit the schema: 400, and the missing fields by name."""
    reasons = tuple(reason.message for reason in error.reasons)
    return Answer(400, {"errors": [_entry(reason, ()) for reason in reasons]}, refused=reasons)


def answer_to_errors(errors: Sequence[GraphQLError]) -> Answer:
    """Errors of an execution. The gravest decides the status: a retry helps only if it helps all."""
    statuses = [_status(error) for error in errors]
    gravest = errors[statuses.index(max(statuses))].original_error
    return Answer(
        max(statuses),
        {"errors": [_entry(_message(error), error.path or ()) for error in errors]},
        _headers(gravest) if isinstance(gravest, RunlakeError) else {},
        unexpected=sum(is_unexpected(error) for error in errors),
    )


def _entry(message: str, path: Sequence[str | int]) -> dict[str, Any]:
    return {"message": message, "path": list(path)}


def is_unexpected(error: GraphQLError) -> bool:
    """True for a failure that no code raised on purpose."""
    cause = error.original_error
    return cause is not None and not isinstance(cause, (RunlakeError, GraphQLError))


def _status(error: GraphQLError) -> int:
    if isinstance(error.original_error, RunlakeError):
        return error.original_error.status
    return 500 if is_unexpected(error) else 400


def _message(error: GraphQLError) -> str:
    if isinstance(error.original_error, RunlakeError):
        return error.original_error.message
    return UNEXPECTED if is_unexpected(error) else error.message


def _headers(error: RunlakeError) -> dict[str, str]:
    retry_after_s = getattr(error, "retry_after_s", None)
    return {} if retry_after_s is None else {"Retry-After": f"{retry_after_s:g}"}
