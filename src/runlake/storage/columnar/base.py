"""The interface of the columnar store."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import pyarrow as pa

ColumnarTable: TypeAlias = pa.Table | pa.RecordBatch


class Columnar(Protocol):
    """A ClickHouse-speaking store. Safe to call from one event loop; work runs in the driver's own threads."""

    async def query(
        self, sql: str, parameters: Mapping[str, object] | None = None, *, timeout_s: float | None = None
    ) -> pa.Table:
        """Run a SELECT and return its result.

        Parameters are written `{name:Type}` in the SQL and bound by the engine, never pasted.
        Raises QueryTimeout after `timeout_s` seconds (None: the store's default), StoreUnavailable or StoreError.
        """

    async def insert(self, table: str, rows: ColumnarTable, *, late_indexes: Sequence[str] = ()) -> None:
        """Insert rows as one part: all of them or none, durable (synced) and visible on return.

        `late_indexes` are those skip indexes that the part gets when it is merged: until then it is scanned.

        Raises StorageFull when the disk is full, Overloaded when the engine is behind with merging.
        """

    async def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run a statement that returns nothing (DDL, deletes)."""

    async def close(self) -> None:
        """Finish what runs, then close. Idempotent."""
