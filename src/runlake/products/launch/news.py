"""Telling open pages that something about a project's launch queues is new."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from runlake.live import LiveBus
from runlake.storage.metadata import Metadata

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LaunchChanged:
    """A queue, an item or an agent of the project is not as it was: whoever shows them asks again."""

    project_id: int


def launch_topic(project_id: int) -> str:
    """Where a project's changes of queues, items and agents are told."""
    return f"project:{project_id}:launch"


class ToldWrites:
    """Writes to the metadata store that open pages hear of."""

    def __init__(self, metadata: Metadata, bus: LiveBus) -> None:
        self._metadata = metadata
        self._bus = bus

    async def write(self, project_id: int, work: Callable[[Connection], T]) -> T:
        """Durable on return, then told; what comes back None or False changed nothing."""
        done = await self._metadata.write(work)
        if done is not None and done is not False:
            self.tell(project_id)
        return done

    def tell(self, project_id: int) -> None:
        """Have open pages ask again."""
        topic = launch_topic(project_id)
        if self._bus.has_subscribers(topic):
            self._bus.publish(topic, "launch", LaunchChanged(project_id))
