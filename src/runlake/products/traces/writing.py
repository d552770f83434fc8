"""Storing spans: group commit, every span once.

A client may send a span again: after a lost answer, or with more attributes. One writer looks up which spans of a batch
the store has: those that came just so are dropped, those that changed replace the row of before. Readers never merge.
"""

import asyncio
from collections.abc import Iterable, Sequence

from runlake.ingest import GroupCommit, in_turn
from runlake.products.traces.content_store import ContentStore
from runlake.products.traces.known_places import KnownPlaces
from runlake.products.traces.replacing import Identity, Replacing
from runlake.products.traces.rows import Place, SpanRow, payloads_table, places_table, spans_table
from runlake.products.traces.text_search import LATE_INDEXES
from runlake.storage.columnar import Columnar

_INTERVAL_S = 0.01
_MAX_ROWS = 50_000
_MAX_PENDING_BYTES = 256 * 1024 * 1024

SELECT_KNOWN = """
SELECT project_id, trace_id, span_id, version, digest
FROM spans
WHERE (project_id, hour, trace_hash) IN {places:Array(Tuple(UInt32, UInt32, UInt64))}
"""

DELETE_SPANS = """
ALTER TABLE {table} DELETE
WHERE (project_id, hour, trace_hash) IN {{places:Array(Tuple(UInt32, UInt32, UInt64))}}
  AND span_id IN {{span_ids:Array(String)}}
SETTINGS mutations_sync = 1
"""


class SpanWriter:
    """One queue for the spans of all projects."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._contents = ContentStore(columnar)
        self._places = KnownPlaces(columnar)
        self._replacing = Replacing(columnar)
        self._turn = asyncio.Lock()  # no content is deleted while a payload that names it is on its way
        self._commits: GroupCommit[Sequence[SpanRow]] = GroupCommit(
            "spans",
            self._commit,
            interval_s=_INTERVAL_S,
            max_rows=_MAX_ROWS,
            max_pending_bytes=_MAX_PENDING_BYTES,
        )

    async def write(self, rows: Sequence[SpanRow]) -> None:
        """Store spans; durable and visible on return. Raises Overloaded, StorageFull or StoreError."""
        if rows:
            size_bytes = sum(row.size_bytes for row in rows)
            await self._commits.append(rows, rows=len(rows), size_bytes=size_bytes)

    async def delete(self, places: Sequence[Place], span_ids: Sequence[str]) -> None:
        """Remove spans of these places of one project, for good, and what nobody else holds of it."""
        if not places:
            return
        async with self._turn:
            named = await self._contents.of_spans(places[0][0], [place[1:] for place in places], span_ids)
            for table in ("spans", "span_payloads"):
                sql = DELETE_SPANS.format(table=table)
                await self._columnar.execute(sql, {"places": places, "span_ids": span_ids})
            await self._contents.remove_unused(places[0][0], named)

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._commits.close()

    async def _commit(self, requests: Sequence[Sequence[SpanRow]]) -> None:
        rows = sorted((row for rows in requests for row in rows), key=lambda row: not row.renews)
        latest = {row.identity: row for row in rows}  # what a client sends counts more than what is understood anew
        known = await self._known(latest.values())
        fresh = [row for identity, row in latest.items() if _is_fresh(row, known.get(identity, ()))]
        replaced = [
            (row.place, identity, version)
            for identity, row in latest.items()
            for version, _ in _outdated(row, known.get(identity, ()))
        ]
        if replaced:
            await self._replacing.announce(replaced)
        if fresh:
            self._places.mark({row.place for row in fresh})
            async with self._turn:
                await self._insert(fresh)
        if replaced:
            await self._replacing.delete(replaced)

    async def _known(self, rows: Iterable[SpanRow]) -> dict[Identity, list[tuple[int, int]]]:
        """Identity → (version, digest) of the rows that the store has of these traces."""
        known: dict[Identity, list[tuple[int, int]]] = {}
        places = await self._places.among({row.place for row in rows})
        if not places:
            return known
        table = await self._columnar.query(SELECT_KNOWN, {"places": places})
        for row in table.to_pylist():
            identity = (row["project_id"], row["trace_id"], row["span_id"])
            known.setdefault(identity, []).append((row["version"], row["digest"]))
        return known

    async def _insert(self, rows: list[SpanRow]) -> None:
        """The narrow rows last: a span is there when its payload is, and a payload when its contents are."""
        payloads, hours, spans = await in_turn(
            lambda: (payloads_table(rows), places_table({row.place for row in rows}), spans_table(rows))
        )
        await self._contents.put(rows)
        await asyncio.gather(
            self._columnar.insert("span_payloads", payloads, late_indexes=LATE_INDEXES),
            self._columnar.insert("trace_hours", hours),
        )
        await self._columnar.insert("spans", spans)


def _is_fresh(row: SpanRow, known: Sequence[tuple[int, int]]) -> bool:
    if row.renews:  # the span may be gone since, or have come anew
        return bool(known) and max(known)[1] == row.digest and max(known)[0] < row.version
    return not known or max(known)[1] != row.digest


def _outdated(row: SpanRow, known: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Rows that the newest one of a span replaces: that is `row`, or one that is stored."""
    return known if _is_fresh(row, known) else sorted(known)[:-1]
