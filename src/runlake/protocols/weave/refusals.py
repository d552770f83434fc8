"""Errors in the words of clients: a text, and the class as which their own code knows the error. Pure.

Source: weave 0.54.0 reads the text from `reason` and retries 408, 409, 429 and 5xx by itself; its public tests tell errors
apart by `error_type`, the name of a class of the client's library, or of Python's.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from runlake.errors import DigestMismatch, InvalidInput, LimitExceeded, NotFound, RunlakeError, VersionDeleted

_UNPROCESSABLE = 422


class Refused(InvalidInput):
    """An error that clients know by a class of its own."""

    error_type: ClassVar[str]


class FieldRefused(Refused):
    """A field of a query that cannot be asked for, or an item of a batch that cannot be stored.

    Clients cut a refused batch in halves until only the bad item is left, for this status and no other.
    """

    status = _UNPROCESSABLE
    error_type = "InvalidFieldError"


class ValueRefused(Refused):
    """A value that cannot be, or that does not go with another."""

    error_type = "ValueError"


class MembersRefused(Refused):
    """An object that is not of the class that it is said to be of."""

    error_type = "ValidationError"


class ObjectsMissing(NotFound):
    """Some of the objects that references name are not there."""

    def __init__(self, digests: Sequence[str]) -> None:
        super().__init__(f"{len(digests)} objects not found")
        self.digests = digests


_TYPES: dict[type[RunlakeError], str] = {
    InvalidInput: "InvalidRequest",
    NotFound: "NotFoundError",
    ObjectsMissing: "RefObjectsNotFoundError",
    VersionDeleted: "ObjectDeletedError",
    DigestMismatch: "DigestMismatchError",
}


class RefRefused(Refused):
    """A reference whose path cannot be."""

    error_type = "InvalidInternalRef"


class NameRefused(Refused):
    """A name that is too long."""

    error_type = "CHValidationError"


def body_of(error: RunlakeError) -> dict[str, Any]:
    """What is said of an error."""
    body: dict[str, Any] = {"reason": error.message, "error_code": error.code}
    kind = _type_of(error)
    if kind is not None:
        body["error_type"] = kind
    if isinstance(error, VersionDeleted):
        body["deleted_at"] = error.deleted_at
    if isinstance(error, ObjectsMissing):
        body["missing_object_digests"] = error.digests
    return body


def headers_of(error: RunlakeError) -> dict[str, str]:
    """When to try again, or that it is of no use where clients would."""
    if isinstance(error, DigestMismatch):
        return {"x-should-retry": "false"}
    return {"Retry-After": f"{getattr(error, 'retry_after_s', 5.0):g}"} if error.retryable else {}


def _type_of(error: RunlakeError) -> str | None:
    if isinstance(error, Refused):
        return error.error_type
    if error.status == LimitExceeded.status:
        return None  # its status says it
    return next((_TYPES[kind] for kind in type(error).__mro__ if kind in _TYPES), None)
