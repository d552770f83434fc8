"""Writes that may meet another one of the same thing."""

from typing import TypeVar

from runlake.errors import Conflict
from runlake.storage.metadata import Metadata, Work

T = TypeVar("T")


async def write_again(metadata: Metadata, work: Work[T]) -> T:
    """`Metadata.write`, once more when another writer inserted the same row first: then the row is found."""
    try:
        return await metadata.write(work)
    except Conflict:
        return await metadata.write(work)
