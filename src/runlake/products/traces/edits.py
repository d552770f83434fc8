"""What people change of spans after they came: names, and that they are deleted. Rows of their own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from runlake.model.clock import Clock
from runlake.products.traces.tables import span_edits
from runlake.storage.metadata import Metadata, insert_into

_AT_ONCE = 500
_e = span_edits.c


class SpanEdits:
    """The edits of all projects. A span need not be there to be edited."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def rename(self, project_id: int, span_id: str, name: str) -> None:
        """Show a span under another name; "" shows it under its own again. Durable on return."""
        await self._put(project_id, [span_id], {"display_name": name})

    async def mark_deleted(self, project_id: int, span_ids: Sequence[str]) -> None:
        """Remember that spans are deleted: they are not stored again when a client sends them again."""
        await self._put(project_id, span_ids, {"deleted_at": self._clock()})

    async def names(self, project_id: int, span_ids: Iterable[str]) -> Mapping[str, str]:
        """Span id → the name that somebody gave it, of those that have been renamed."""
        found = await self._read(project_id, span_ids)
        return {span_id: name for span_id, (name, _) in found.items() if name is not None}

    async def show_names(self, project_id: int, rows: Sequence[dict[str, Any]]) -> None:
        """Put the names that somebody gave to spans into their narrow rows."""
        names = await self.names(project_id, [row["span_id"] for row in rows])
        for row in rows:
            row["name"] = names.get(row["span_id"]) or row["name"]

    async def deleted(self, project_id: int, span_ids: Iterable[str]) -> frozenset[str]:
        """Which of these are deleted."""
        found = await self._read(project_id, span_ids)
        return frozenset(span_id for span_id, (_, deleted_at) in found.items() if deleted_at is not None)

    async def _read(self, project_id: int, span_ids: Iterable[str]) -> dict[str, tuple[str | None, Any]]:
        wanted = list(dict.fromkeys(span_ids))
        statement = select(_e.span_id, _e.display_name, _e.deleted_at).where(_e.project_id == project_id)

        def work(connection: Connection) -> dict[str, tuple[str | None, Any]]:
            found: dict[str, tuple[str | None, Any]] = {}
            for start in range(0, len(wanted), _AT_ONCE):
                some = statement.where(_e.span_id.in_(wanted[start : start + _AT_ONCE]))
                found.update((span_id, (name, at)) for span_id, name, at in connection.execute(some))
            return found

        return await self._metadata.read(work)

    async def _put(self, project_id: int, span_ids: Sequence[str], values: dict[str, Any]) -> None:
        def work(connection: Connection) -> None:
            for start in range(0, len(span_ids), _AT_ONCE):
                rows = [
                    {"project_id": project_id, "span_id": span_id, **values}
                    for span_id in span_ids[start : start + _AT_ONCE]
                ]
                statement = insert_into(connection, span_edits).values(rows)
                connection.execute(
                    statement.on_conflict_do_update(index_elements=["project_id", "span_id"], set_=values)
                )

        await self._metadata.write(work)
