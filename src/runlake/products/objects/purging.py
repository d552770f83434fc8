"""Removing all that deleted projects kept as objects: versions, values, rows, files."""

from collections.abc import Sequence
from functools import partial

from runlake.products.objects.store import projects
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata


class ObjectsPurge:
    """Over all tables of objects, and the blobs beside them."""

    def __init__(self, metadata: Metadata, blobs: Blobs) -> None:
        self._metadata = metadata
        self._blobs = blobs

    async def delete_of_projects(self, project_ids: Sequence[int]) -> None:
        """Remove everything of these projects for good. May be repeated; may take long.

        The bytes go first: after a crash in between, the rows still tell which projects have some.
        """
        for project_id in await self._metadata.read(partial(projects.with_objects, project_ids=project_ids)):
            async for blob in self._blobs.list(f"objects/{project_id}"):
                await self._blobs.delete(blob.name)
            await self._metadata.write(partial(projects.delete_all, project_id=project_id))
