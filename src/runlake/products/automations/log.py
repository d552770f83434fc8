"""The log of what was sent, and sending it again."""

import asyncio
from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, NotFound
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.products.automations.records import Attempt, Delivery, DeliveryState
from runlake.products.automations.store import outbox
from runlake.storage.metadata import Metadata


class DeliveryLog:
    """For members of a project: requests and answers may hold what viewers should not see."""

    def __init__(self, metadata: Metadata, written: asyncio.Event, clock: Clock) -> None:
        self._metadata = metadata
        self._written = written
        self._clock = clock

    async def page(
        self,
        principal: Principal,
        project: Project,
        *,
        automation_id: int | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Delivery]:
        """What was sent, or is to be, newest first; for members. `before` is the last id of an earlier page."""
        project.require_write(principal)
        work = partial(
            outbox.list_deliveries,
            project_id=project.project_id,
            automation_id=automation_id,
            before=before,
            limit=limit,
        )
        return await self._metadata.read(work)

    async def get(self, principal: Principal, project: Project, delivery_id: int) -> tuple[Delivery, list[Attempt]]:
        """A delivery with its tries, the oldest first; for members. Raises NotFound."""
        project.require_write(principal)

        def work(connection: Connection) -> tuple[Delivery | None, list[Attempt]]:
            return outbox.find_delivery(connection, delivery_id), outbox.list_attempts(connection, delivery_id)

        found, tries = await self._metadata.read(work)
        if found is None or found.project_id != project.project_id:
            raise NotFound(f"there is no delivery {delivery_id} in this project")
        return found, tries

    async def redeliver(self, principal: Principal, project: Project, delivery_id: int) -> Delivery:
        """Send a delivery once more, under its old key. Raises NotFound, Conflict while it is being tried."""
        found, _ = await self.get(principal, project, delivery_id)
        if found.state in (DeliveryState.WAITING, DeliveryState.DONE):
            raise Conflict(
                "the delivery is still being tried: wait for its end"
                if found.state is DeliveryState.WAITING
                else "the action of this automation sends nothing"
            )
        again = await self._metadata.write(partial(outbox.restart, delivery_id=delivery_id, now=self._clock()))
        if again is None:
            raise NotFound(f"delivery {delivery_id} was dropped from the log a moment ago")
        self._written.set()
        return again
