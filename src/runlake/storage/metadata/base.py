"""The interface of the metadata store: what changes and must be transactional."""

from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection

from runlake.model import Happening

T = TypeVar("T")

Work: TypeAlias = Callable[[Connection], T]
Recorder: TypeAlias = Callable[[Connection, Happening], None]
"""Writes down what happened, in the transaction of the change: both are stored or neither."""
DialectName: TypeAlias = Literal["sqlite", "postgresql"]


class Metadata(Protocol):
    """A transactional SQL store. Safe to call from any event loop; work runs in the driver's own threads.

    `work` is a function of the connection that builds and runs SQLAlchemy Core statements. It must not begin, commit
    or roll back, must not keep the connection, and may run more than once (a lost race is tried again), so it has no
    effects besides its statements.
    """

    @property
    def dialect_name(self) -> DialectName:
        """Where SQLite and PostgreSQL differ, choose the statement by this."""

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one consistent snapshot and return its result. Writing in it is refused."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` as one transaction, as if no other ran at the same time; return its result.

        Durable (synced) on return. When `work` raises, nothing of it is stored and its error is raised here.
        Raises StorageFull, StoreUnavailable, Overloaded (too many writers wait), Conflict (a unique or foreign key
        was violated) or StoreError.
        """

    async def close(self) -> None:
        """Finish what waits, then close every connection. Idempotent."""


def record_nothing(_: Connection, __: Happening) -> None:
    """A `Recorder` for a store that nobody wants to be told about."""
