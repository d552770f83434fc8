"""Projects' own mapping tables: every version is kept, the newest holds for spans that come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from runlake.errors import Conflict, LimitExceeded
from runlake.model.clock import Clock
from runlake.products.traces.mapping import MappingTable, default_table, extended_table
from runlake.products.traces.tables import span_mappings
from runlake.storage.metadata import Metadata, Remembered

LONGEST_MAPPING = 64 * 1024
MOST_VERSIONS = 1000
_m = span_mappings.c


@dataclass(frozen=True, slots=True)
class ProjectMapping:
    """One version of a project's own table, as TOML; it is looked at before the table that comes with Runlake."""

    version: int
    document: str
    created_at: datetime
    created_by: str


class SpanMappings:
    """The mapping tables of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock
        self._tables = Remembered(self._newest_table)

    async def table(self, project_id: int, version: int | None = None) -> MappingTable:
        """By what spans of a project are understood: by a version, or by the newest. A version that is not there has nothing."""
        if version is None:
            return await self._tables.get(project_id)
        return _table(await self._find(project_id, version))

    async def newest(self, project_id: int) -> ProjectMapping | None:
        """What a project has of its own now, None for one that never had a table."""
        return await self._find(project_id, None)

    async def list(self, project_id: int) -> Sequence[ProjectMapping]:
        """All versions of a project's table, the newest first."""
        statement = _columns().where(_m.project_id == project_id).order_by(_m.version.desc())
        rows = await self._metadata.read(lambda connection: connection.execute(statement).all())
        return [ProjectMapping(*row) for row in rows]

    async def put(self, project_id: int, document: str, *, after: int, by: str) -> ProjectMapping:
        """Make a new version after version `after`, 0 for the first; durable on return.

        Raises InvalidInput for a text that is no table, LimitExceeded for one that is too long, and Conflict when
        somebody else has made a version meanwhile.
        """
        check_mapping(document)
        made = ProjectMapping(after + 1, document, self._clock(), by)

        def work(connection: Connection) -> None:
            newest = connection.execute(_newest(project_id)).first()
            there = newest.version if newest else 0
            if there != after:
                raise Conflict(f"the mapping has version {there} by now, not {after}: read it again, then save")
            if there >= MOST_VERSIONS:
                raise LimitExceeded(f"a mapping has at most {MOST_VERSIONS} versions")
            values = {name: getattr(made, name) for name in ("version", "document", "created_at", "created_by")}
            connection.execute(insert(span_mappings).values(project_id=project_id, **values))

        await self._tables.change(self._metadata.write(work))
        return made

    async def _newest_table(self, project_id: int) -> MappingTable:
        return _table(await self._find(project_id, None))

    async def _find(self, project_id: int, version: int | None) -> ProjectMapping | None:
        statement = _newest(project_id)
        if version is not None:
            statement = statement.where(_m.version == version)
        row = await self._metadata.read(lambda connection: connection.execute(statement).first())
        return ProjectMapping(*row) if row else None


def check_mapping(document: str) -> MappingTable:
    """The table that a text makes of the one that comes with Runlake. Raises InvalidInput or LimitExceeded."""
    if len(document) > LONGEST_MAPPING:
        raise LimitExceeded(f"the mapping has {len(document)} characters: at most {LONGEST_MAPPING} are taken")
    return extended_table(document)


def _table(mapping: ProjectMapping | None) -> MappingTable:
    return extended_table(mapping.document) if mapping else default_table()


def _columns() -> Select[Any]:
    return select(_m.version, _m.document, _m.created_at, _m.created_by)


def _newest(project_id: int) -> Select[Any]:
    return _columns().where(_m.project_id == project_id).order_by(_m.version.desc()).limit(1)
