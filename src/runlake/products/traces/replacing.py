"""Rows of spans that newer ones take the places of.

Between the insert of a row and the deletion of the one before it a span is there twice. Where that may be is written
down first, for readers that count all spans of a project and cannot sort them; what a crash left is deleted later.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence

from runlake.products.traces.rows import Place, places_table
from runlake.storage.columnar import Columnar

_NAMED_S = 60.0
"""How long a place stays named: longer than a question that began before its rows were deleted."""

Identity = tuple[int, str, str]
"""(project_id, trace_id, span_id)"""

Outdated = tuple[Place, Identity, int]
"""Where a row is, whose it is, its version."""

DELETE_REPLACED = """
DELETE FROM {table}
WHERE (project_id, hour, trace_hash) IN {{places:Array(Tuple(UInt32, UInt32, UInt64))}}
  AND concat(toString(version), ' ', toString(length(trace_id)), ' ', trace_id, span_id) IN {{keys:Array(String)}}
SETTINGS lightweight_deletes_sync = 1
"""
"""Rows are marked, and gone for readers; they leave the disk when their part is merged. Nothing else of a part is written.

Texts are keys here because the engine reads a list of ten thousand of them in a tenth of the time of as many tuples.
"""

SELECT_LEFT = """
SELECT project_id, hour, trace_hash, trace_id, span_id, arrayReverseSort(groupArray(version)) AS versions
FROM spans
WHERE (project_id, hour, trace_hash) IN (SELECT project_id, hour, trace_hash FROM replaced_places)
GROUP BY project_id, hour, trace_hash, trace_id, span_id HAVING count() > 1
"""

FORGET = "DELETE FROM replaced_places WHERE at < now() - {seconds:UInt32} SETTINGS lightweight_deletes_sync = 1"


class Replacing:
    """Deletes replaced rows. For one writer that commits one batch after the other."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._tidied_at: float | None = None

    async def announce(self, outdated: Iterable[Outdated]) -> None:
        """Before the new rows are stored. Durable on return."""
        await self._tidy()
        await self._columnar.insert("replaced_places", places_table({place for place, _, _ in outdated}))

    async def delete(self, outdated: Sequence[Outdated]) -> None:
        """After the new rows were stored."""
        places = sorted({place for place, _, _ in outdated})
        values = {"places": places, "keys": [_key(identity, version) for _, identity, version in outdated]}
        sqls = [DELETE_REPLACED.format(table=table) for table in ("spans", "span_payloads")]
        await asyncio.gather(*(self._columnar.execute(sql, values) for sql in sqls))

    async def _tidy(self) -> None:
        """Forget places in which nothing is twice any more; at first delete what is, since a server died over it."""
        now = time.monotonic()
        if self._tidied_at is None:
            left = await self._left()
            if left:
                await self.delete(left)
        elif now - self._tidied_at < _NAMED_S:
            return
        await self._columnar.execute(FORGET, {"seconds": int(_NAMED_S)})
        self._tidied_at = now

    async def _left(self) -> list[Outdated]:
        rows = (await self._columnar.query(SELECT_LEFT)).to_pylist()
        return [
            (
                (row["project_id"], row["hour"], row["trace_hash"]),
                (row["project_id"], row["trace_id"], row["span_id"]),
                version,
            )
            for row in rows
            for version in row["versions"][1:]
        ]


def _key(identity: Identity, version: int) -> str:
    """A row in one text, whatever its ids hold."""
    _, trace_id, span_id = identity
    return f"{version} {len(trace_id.encode())} {trace_id}{span_id}"
