"""The interface of the blob store, and the rules that every engine shares."""

import re
from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from runlake.errors import InvalidInput

# Every part starts with a letter or digit: "." and ".." cannot be written, nor names that we keep for ourselves.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=-]*(/[A-Za-z0-9][A-Za-z0-9._=-]*)*", re.ASCII)
_MAX_NAME_CHARS = 512


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """What was stored: `md5` is base64 (as in Content-MD5), `xxh128` hex, `sha256` hex, "" when it was not asked for."""

    name: str
    size_bytes: int
    md5: str
    sha256: str
    xxh128: str


@dataclass(frozen=True, slots=True)
class BlobHead:
    """What can be known of a blob without reading it."""

    name: str
    size_bytes: int
    stored_at: datetime


class BlobStream(Protocol):
    """The bytes of an opened blob, chunk by chunk. Whoever does not read to the end calls `aclose`."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def __anext__(self) -> bytes: ...

    async def aclose(self) -> None:
        """Let go of the blob; idempotent."""


class Blobs(Protocol):
    """Immutable bytes under names that we make up ourselves, never under a user's.

    All methods raise InvalidInput for a name that `check_name` refuses, StoreUnavailable when the store does not
    answer, and StorageFull when a write found no space.
    """

    async def put_stream(
        self,
        name: str,
        chunks: AsyncIterable[bytes],
        *,
        limit_bytes: int,
        expected_md5: str | None = None,
        with_sha256: bool = True,
    ) -> BlobInfo:
        """Store the chunks under `name`, replacing what was there; all or nothing, durable and readable on return.

        Raises LimitExceeded past `limit_bytes`, InvalidInput when the base64 `expected_md5` is not that of the
        bytes; an error raised by `chunks` passes through. In each case nothing is stored.
        """

    async def get(self, name: str, first_byte: int = 0, last_byte: int | None = None) -> bytes:
        """The bytes `first_byte` … `last_byte`, both inclusive; None means to the end. Raises NotFound."""

    async def stream(self, name: str, first_byte: int = 0, last_byte: int | None = None) -> BlobStream:
        """Open the same bytes for reading in chunks. What is open stays readable when the blob is deleted locally.

        Raises NotFound at once, not at the first chunk.
        """

    async def feed(self, name: str, take: Callable[[bytes], None]) -> int:
        """Hand the whole blob to `take`, block by block, in a thread of the store; returns its size. Raises NotFound."""

    async def head(self, name: str) -> BlobHead:
        """Size and time. Raises NotFound."""

    async def delete(self, name: str) -> None:
        """Remove the blob; nothing happens when there is none."""

    def list(self, prefix: str = "") -> AsyncIterator[BlobHead]:
        """Iterate over the blobs in the folder `prefix` and below, in no particular order."""

    async def close(self) -> None:
        """Finish what runs and release threads. Idempotent."""


def check_name(name: str) -> str:
    """Return `name` when it is safe as a relative path on every store; raise InvalidInput otherwise."""
    if len(name) > _MAX_NAME_CHARS or _NAME.fullmatch(name) is None:
        raise InvalidInput(
            f"blob name {name[:80]!r} is not valid: parts of A-Z a-z 0-9 . _ = - that start with a letter or digit, "
            f"joined by '/', at most {_MAX_NAME_CHARS} characters"
        )
    return name
