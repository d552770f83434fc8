"""`class RowSources`: which calls, spans and conversations the rows of data sets were taken from."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from runlake.errors import InvalidInput
from runlake.model.clock import Clock
from runlake.products.objects.source_records import NewSource, RowSource, SourcesQuery
from runlake.products.objects.store import sources
from runlake.storage.metadata import Metadata


class RowSources:
    """The sources of all projects. Links belong to the name of a data set, whatever its version."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def link(
        self, project_id: int, dataset: str, links: Sequence[NewSource], created_by: str
    ) -> list[tuple[str, bool]]:
        """Make links, or restore those that were deleted; durable on return, may be repeated.

        Gives the id of each, and whether it is new.
        """
        now = self._clock()
        rows = [_link(project_id, dataset, link, created_by, now) for link in links]

        def work(connection: Connection) -> list[tuple[str, bool]]:
            known = sources.known(connection, project_id, [row.link_id for row in rows])
            sources.put(connection, rows)
            return [(row.link_id, row.link_id not in known) for row in rows]

        return await self._metadata.write(work)

    async def unlink(self, project_id: int, link_ids: Sequence[str]) -> list[bool]:
        """Delete links, whether each was still there. Raises InvalidInput when one never was; none is deleted then."""
        now = self._clock()

        def work(connection: Connection) -> list[bool]:
            known = sources.known(connection, project_id, link_ids)
            missing = [link_id for link_id in link_ids if link_id not in known]
            if missing:
                raise InvalidInput(f"{len(missing)} links are not in this project, {missing[0][:128]!r} among them")
            sources.mark_deleted(connection, project_id, link_ids, now)
            return [not known[link_id] for link_id in link_ids]

        return await self._metadata.write(work)

    async def of_dataset(self, project_id: int, query: SourcesQuery) -> Sequence[RowSource]:
        """The links of a data set, by row and source."""
        return await self._metadata.read(partial(sources.of_dataset, project_id=project_id, query=query))

    async def of_sources(
        self, project_id: int, source_ids: Sequence[str], *, with_deleted: bool = False
    ) -> Sequence[RowSource]:
        """The links to sources of these ids, of whatever kind and trace."""
        find = partial(sources.of_sources, source_ids=source_ids, with_deleted=with_deleted)
        return await self._metadata.read(partial(find, project_id=project_id))


def _link(project_id: int, dataset: str, new: NewSource, created_by: str, now: datetime) -> RowSource:
    key = new.key
    identity = json.dumps([dataset, new.row_digest, key.kind, key.source_id, key.trace_id])
    return RowSource(
        project_id=project_id,
        link_id=hashlib.sha256(identity.encode()).hexdigest()[:32],
        dataset=dataset,
        row_digest=new.row_digest,
        kind=key.kind,
        source_id=key.source_id,
        trace_id=key.trace_id,
        source_name=new.name,
        source_started_at=new.started_at,
        note=new.note,
        created_by=created_by,
        created_at=now,
        updated_at=now,
    )
