"""Where the alerts of runs are told."""

from functools import partial

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.products.automations.places import is_member
from runlake.products.automations.records import Channel
from runlake.products.automations.store import integrations
from runlake.storage.metadata import Metadata

MAX_CHANNELS = 50


class Channels:
    """Of projects, for the alerts of all their runs; of users, for those of their own runs."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def of_project(self, principal: Principal, project: Project) -> list[Channel]:
        """Where alerts of all runs of a project are told."""
        project.require_read(principal)
        work = partial(integrations.list_channels, project_id=project.project_id, user_id=None)
        return await self._metadata.read(work)

    async def of_user(self, principal: Principal) -> list[Channel]:
        """Where alerts of the caller's own runs are told."""
        return await self._metadata.read(
            partial(integrations.list_channels, project_id=None, user_id=principal.user_id)
        )

    async def add(
        self, principal: Principal, project: Project | None, integration_id: int, least_severity: str
    ) -> Channel:
        """Tell alerts of a project's runs, or (without a project) of the caller's own, to an integration.

        Raises PermissionDenied, NotFound, InvalidInput, LimitExceeded.
        """
        if least_severity not in ("INFO", "WARN", "ERROR"):
            raise InvalidInput(f"severity {least_severity!r:.40} is not one of INFO, WARN, ERROR")
        if project is not None:
            project.require_write(principal)
        found = await self._metadata.read(partial(integrations.find_integration, integration_id=integration_id))
        allowed = found is not None and is_member(principal, found.entity_id)
        if found is None or not allowed or (project is not None and found.entity_id != project.entity_id):
            raise NotFound(f"there is no integration {integration_id}, or you may not see it")
        owner: dict[str, int | None] = {
            "project_id": None if project is None else project.project_id,
            "user_id": principal.user_id if project is None else None,
        }
        values: dict[str, object] = {**owner, "integration_id": integration_id, "least_severity": least_severity}
        values["created_at"] = self._clock()

        def work(connection: Connection) -> Channel:
            here = integrations.list_channels(connection, **owner)
            if len(here) >= MAX_CHANNELS:
                raise LimitExceeded(f"there are {MAX_CHANNELS} channels already: delete some first")
            return integrations.insert_channel(connection, values)

        return await self._metadata.write(work)

    async def delete(self, principal: Principal, project: Project | None, channel_id: int) -> None:
        """Raises NotFound, PermissionDenied."""
        if project is not None:
            project.require_write(principal)
        work = partial(
            integrations.delete_channel,
            channel_id=channel_id,
            project_id=None if project is None else project.project_id,
            user_id=principal.user_id if project is None else None,
        )
        if not await self._metadata.write(work):
            raise NotFound(f"there is no channel {channel_id}, or it is not yours")
