"""Rows of `run_fields`: changes of many runs as one insert."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from runlake.ingest import GroupCommit
from runlake.products.runs.leaves import REMOVED, Leaf
from runlake.storage.columnar import Columnar

VERSION_PATH = "_version"

_INTERVAL_S = 0.005
_MAX_ROWS = 200_000
_INLINE_ROWS = 5_000  # about 3 ms on the event loop
_MAX_PENDING_BYTES = 128 * 1024 * 1024
_KINDS = {"null": 0, "bool": 1, "number": 2, "string": 3, "json": 4, "removed": 5}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Leaves of one run that changed with `version`; with `is_removed` the run itself went."""

    project_id: int
    run_number: int
    version: int
    leaves: Mapping[str, Leaf]
    is_removed: bool = False

    def rows(self) -> dict[str, Leaf]:
        """All rows by path, with the one that says how far the mirror is."""
        mark = REMOVED if self.is_removed else Leaf("number", float(self.version))
        return {**self.leaves, VERSION_PATH: mark}


class FieldWriter:
    """Writes changes; those that come together share one insert."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._commits: GroupCommit[FieldChange] = GroupCommit(
            "run fields",
            self._insert,
            interval_s=_INTERVAL_S,
            max_rows=_MAX_ROWS,
            max_pending_bytes=_MAX_PENDING_BYTES,
        )

    async def write(self, change: FieldChange) -> None:
        """Store a change; durable and visible on return. Raises Overloaded, StorageFull or StoreError."""
        size_bytes = sum(64 + len(path) + len(leaf.text) for path, leaf in change.leaves.items())
        await self._commits.append(change, rows=len(change.leaves) + 1, size_bytes=size_bytes + 64)

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._commits.close()

    async def _insert(self, changes: Sequence[FieldChange]) -> None:
        many = sum(len(change.leaves) for change in changes) > _INLINE_ROWS
        rows = await asyncio.to_thread(as_table, changes) if many else as_table(changes)
        await self._columnar.insert("run_fields", rows)


def as_table(changes: Sequence[FieldChange]) -> pa.Table:
    """The rows of all changes."""
    rows = [change.rows() for change in changes]
    lengths = [len(leaves) for leaves in rows]
    paths = [path for leaves in rows for path in leaves]
    kinds, numbers, texts = zip(*(leaf for leaves in rows for leaf in leaves.values()), strict=True)
    return pa.table(
        {
            "project_id": _repeated([change.project_id for change in changes], lengths, np.uint32),
            "path": pa.array(paths, pa.string()),
            "run_number": _repeated([change.run_number for change in changes], lengths, np.uint32),
            "version": _repeated([change.version for change in changes], lengths, np.uint64),
            "kind": pa.array([_KINDS[kind] for kind in kinds], pa.int8()),
            "number": pa.array(numbers, pa.float64()),
            "text": pa.array(texts, pa.string()),
        }
    )


def _repeated(values: list[int], lengths: list[int], dtype: type[np.generic]) -> pa.Array:
    return pa.array(np.repeat(np.array(values, dtype), lengths))
