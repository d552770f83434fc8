"""Every error class.

RunlakeError                code, status, retryable; the text is safe to show to the caller
├─ InvalidInput 400         MalformedBody, LimitExceeded (413), UnsupportedType (415)
├─ Unauthenticated 401
├─ PermissionDenied 403
├─ NotFound 404             VersionDeleted
├─ Conflict 409             RunFinished, VersionMoved, DigestMismatch
├─ Overloaded 503           retryable, carries retry_after_s; 429 when one client is over its quota
├─ UsageError               the Python library only: the call itself is wrong
└─ StoreError 500           StoreUnavailable (503, retryable), StorageFull (507, retryable), QueryTimeout (504),
                            CorruptData, DataFolderRefused
"""

from datetime import datetime
from typing import ClassVar


class RunlakeError(Exception):
    """Base of all errors that Runlake raises on purpose. `str(error)` says what was tried and what to do."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    @property
    def message(self) -> str:
        return str(self)


class InvalidInput(RunlakeError):
    """The caller sent something that can never succeed as it is."""

    code = "invalid_input"
    status = 400


class MalformedBody(InvalidInput):
    """The body is not what its content type says (bad JSON, bad gzip, bad UTF-8)."""

    code = "malformed_body"


class LimitExceeded(InvalidInput):
    """A size is over its limit; the message names the limit."""

    code = "limit_exceeded"
    status = 413


class UnsupportedType(InvalidInput):
    """The content type or encoding is not one we read."""

    code = "unsupported_type"
    status = 415


class Unauthenticated(RunlakeError):
    """No credentials, or credentials nobody has."""

    code = "unauthenticated"
    status = 401


class PermissionDenied(RunlakeError):
    """The caller may see the thing but not do this to it."""

    code = "permission_denied"
    status = 403


class NotFound(RunlakeError):
    """The thing does not exist, or the caller may not know that it does."""

    code = "not_found"
    status = 404


class VersionDeleted(NotFound):
    """The version was there and was deleted."""

    code = "version_deleted"

    def __init__(self, message: str, deleted_at: datetime) -> None:
        super().__init__(message)
        self.deleted_at = deleted_at


class Conflict(RunlakeError):
    """The thing exists already, or has moved on since the caller looked."""

    code = "conflict"
    status = 409


class RunFinished(Conflict):
    """The run is in a state that does not allow this."""

    code = "run_finished"


class VersionMoved(Conflict):
    """Another writer published a version between the caller's read and its write."""

    code = "version_moved"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name[:128]} was changed by somebody else at the same time: try again")


class DigestMismatch(Conflict):
    """What arrived has another digest than its sender said."""

    code = "digest_mismatch"

    def __init__(self, *, expected: str, found: str) -> None:
        super().__init__(f"the digest of what arrived is {found}, not {expected[:100]!r}: send it again")


class Overloaded(RunlakeError):
    """Too much at once: nothing was stored, try again after `retry_after_s` seconds."""

    code = "overloaded"
    status = 503
    retryable = True

    def __init__(self, message: str, *, retry_after_s: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class StoreError(RunlakeError):
    """A store failed in a way the caller cannot mend. `engine_code` is the columnar engine's own number for it, if any."""

    code = "store_error"
    engine_code = 0


class StoreUnavailable(StoreError):
    """A store does not answer at the moment; a retry may succeed."""

    code = "store_unavailable"
    status = 503
    retryable = True


class StorageFull(StoreError):
    """The disk is full: nothing was stored; a retry succeeds once there is space."""

    code = "storage_full"
    status = 507
    retryable = True


class QueryTimeout(StoreError):
    """A query took longer than its limit; narrow it."""

    code = "query_timeout"
    status = 504


class CorruptData(StoreError):
    """Stored bytes are not what was written."""

    code = "corrupt_data"


class DataFolderRefused(StoreError):
    """The data folder is in use by another server, or was written by a newer Runlake."""

    code = "data_folder_refused"


class UsageError(RunlakeError):
    """A call of the Python library that cannot be right; raised at once, before anything is written."""

    code = "usage"
    status = 400
