"""`class Automations`: tells people and programs of what happened."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from runlake.errors import StoreError
from runlake.live import LiveBus
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.products.automations.channels import Channels
from runlake.products.automations.delivering import Delivering
from runlake.products.automations.dispatching import Dispatching, insert_delivery
from runlake.products.automations.editing import Editing
from runlake.products.automations.faces import Surroundings
from runlake.products.automations.log import DeliveryLog
from runlake.products.automations.metric_watch import MetricWatch
from runlake.products.automations.places import Places
from runlake.products.automations.recording import Outbox
from runlake.products.automations.records import (
    Automation,
    AutomationChange,
    Delivery,
    DeliveryState,
    Recorded,
)
from runlake.products.automations.sealing import Seal
from runlake.products.automations.sending import Sender
from runlake.products.automations.store import outbox
from runlake.settings import AutomationSettings, MailSettings
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata

_LOOK_S = 1.0
_COMMIT_S = 0.05
_PURGE_S = 3600.0

_log = logging.getLogger(__name__)


class Automations:
    """Rules, the places they send to, and the log of what was sent."""

    def __init__(
        self,
        metadata: Metadata,
        columnar: Columnar,
        bus: LiveBus,
        seal: Seal,
        surroundings: Surroundings,
        written_down: Outbox,
        clock: Clock,
        settings: AutomationSettings,
        mail: MailSettings,
    ) -> None:
        self._metadata = metadata
        self._clock = clock
        self._settings = settings
        self._outbox = written_down
        self._editing = Editing(metadata, clock)
        self.places = Places(metadata, seal, clock)
        self.channels = Channels(metadata, clock)
        self.log = DeliveryLog(metadata, written_down.written, clock)
        self._sender = Sender(settings, mail)
        self._dispatching = Dispatching(metadata, surroundings, clock)
        self._delivering = Delivering(metadata, self.places, self._sender, settings, clock)
        self._watch = MetricWatch(metadata, columnar, bus, surroundings, clock)

    # rules

    async def list_automations(self, principal: Principal, projects: Sequence[Project]) -> list[Automation]:
        """The automations of those of the projects that the caller may write to, in the order of making."""
        return await self._editing.list_automations(principal, projects)

    async def find(self, automation_id: int) -> Automation | None:
        """The automation of that id; the caller checks the project."""
        return await self._editing.find(automation_id)

    async def get(self, principal: Principal, project: Project, automation_id: int) -> Automation:
        """The automation of that id in a project; for members. Raises NotFound, PermissionDenied."""
        return await self._editing.get(principal, project, automation_id)

    async def last_states(self, automation_ids: Sequence[int]) -> dict[int, DeliveryState]:
        """How the newest delivery of each automation stands; those that never fired are absent."""
        return await self._editing.last_states(automation_ids)

    async def create(self, principal: Principal, project: Project, change: AutomationChange) -> Automation:
        """Make an automation, durable on return. Raises as `Editing.create`."""
        created = await self._editing.create(principal, project, change)
        self._watch.changed.set()
        return created

    async def update(
        self, principal: Principal, project: Project, automation: Automation, change: AutomationChange
    ) -> Automation:
        """Change what is given of an automation, durable on return. Raises as `Editing.update`."""
        changed = await self._editing.update(principal, project, automation, change)
        self._watch.changed.set()
        return changed

    async def delete(self, principal: Principal, project: Project, automation: Automation) -> None:
        """Delete an automation; its delivery log stays. Raises NotFound when it is gone already."""
        await self._editing.delete(principal, project, automation)
        self._watch.changed.set()

    async def test(self, principal: Principal, project: Project, automation: Automation) -> Delivery:
        """Fire an automation by hand, as if the caller had made it happen just now; returns the delivery."""
        project.require_write(principal)
        recorded = Recorded(
            happening_id=0,
            kind=automation.event,
            project_id=automation.project_id,
            collection_id=automation.collection_id,
            version_id=None,
            run_number=None,
            automation_id=automation.automation_id,
            facts={},
            user_id=principal.user_id,
            created_at=self._clock(),
        )
        row = await self._dispatching.test(automation, recorded)

        def work(connection: Connection) -> Delivery | None:
            return outbox.find_delivery(connection, insert_delivery(connection, row, self._clock()))

        delivery = await self._metadata.write(work)
        assert delivery is not None  # noqa: S101 - inserted in the same transaction
        self._outbox.written.set()
        return delivery

    # beside the requests

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What must run beside the requests."""
        return [self._work(), self._watch.watch(), self._purge()]

    async def close(self) -> None:
        """Stop. What was not delivered is tried after the next start. Idempotent."""
        self._watch.close()
        await self._delivering.cancel()
        await self._sender.close()

    async def _work(self) -> None:
        while True:
            try:
                busy = await self._dispatching.round() + await self._delivering.round()
            except StoreError:
                _log.exception("the outbox could not be read: the next round tries again")
                busy = 0
            if busy:
                continue
            self._outbox.written.clear()
            try:
                await asyncio.wait_for(self._outbox.written.wait(), _LOOK_S)
            except TimeoutError:
                continue
            await asyncio.sleep(_COMMIT_S)  # it is written, but perhaps not yet committed

    async def _purge(self) -> None:
        while True:
            await asyncio.sleep(_PURGE_S)
            before = self._clock() - timedelta(days=self._settings.log_days)
            try:
                await self._metadata.write(partial(outbox.delete_older, before=before))
            except StoreError:
                _log.exception("old deliveries were not dropped: the next round tries again")
