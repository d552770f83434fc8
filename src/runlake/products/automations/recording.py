"""Takes down what happened. Made before the products that tell it, which do not know it."""

import asyncio

from sqlalchemy import Connection

from runlake.model import Happening, HappeningKind
from runlake.model.clock import Clock
from runlake.products.automations.store import integrations, outbox, rules


class Outbox:
    """Where it is written: in the transaction of the change itself. `written` wakes those who read it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self.written = asyncio.Event()

    def record(self, connection: Connection, happening: Happening) -> None:
        """Write it down if anybody waits for it."""
        if self._is_awaited(connection, happening):
            outbox.insert_happening(connection, happening, self._clock())
            self._loop.call_soon_threadsafe(self.written.set)

    def _is_awaited(self, connection: Connection, happening: Happening) -> bool:
        if happening.kind is not HappeningKind.RUN_ALERT:
            return rules.is_awaited(connection, happening.kind, happening.project_id)
        owner = happening.facts.get("owner_id")
        return bool(integrations.list_channels(connection, project_id=happening.project_id, user_id=owner))
