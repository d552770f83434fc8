"""How an item goes from its queue to an agent and on, each step one metadata transaction."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from runlake.products.launch.records import Item, Mark
from runlake.products.launch.rules import Now
from runlake.products.launch.store import agents, items

_MAX_MESSAGE_CHARS = 20_000
_MAX_FILES = 100


@dataclass(frozen=True, slots=True)
class Pop:
    """Leases the next free item. It comes back when it is not acknowledged within the lease."""

    queue_number: int
    agent_number: int | None
    now: Now

    def __call__(self, connection: Connection) -> Item | None:
        if self.agent_number is not None:
            agents.update_agent(connection, self.agent_number, {"heartbeat_at": self.now.at})
        items.close_ended(connection, self.queue_number)
        found = items.next_item(connection, self.queue_number, self.now)
        if found is None:
            return None
        values = {"mark": Mark.LEASED.value, "agent_number": self.agent_number, "leased_until": self.now.lease_end}
        values |= {"run_id": None, "claimed_at": None, "updated_at": self.now.at}
        items.update_item(connection, found.item_number, values)
        return items.find_item(connection, found.item_number, self.now)


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """An agent says that it starts a run for the item.

    True also for the same run once more, and after the end of the lease as long as nobody else has claimed the item.
    """

    item_number: int
    run_id: str
    now: Now

    def __call__(self, connection: Connection) -> bool:
        row = items.read_row(connection, self.item_number)
        if row is None or row.leased_until is None:
            return False
        if row.mark != Mark.LEASED.value:
            return bool(row.run_id == self.run_id)
        values = {"mark": Mark.CLAIMED.value, "run_id": self.run_id, "claimed_at": self.now.at}
        values |= {"times_claimed": row.times_claimed + 1, "updated_at": self.now.at}
        items.update_item(connection, self.item_number, values)
        return True


@dataclass(frozen=True, slots=True)
class Complain:
    """An agent reports trouble with an item that it was given. `fails`: the item is given up."""

    item_number: int
    message: str
    stage: str
    file_paths: tuple[str, ...]
    fails: bool
    now: Now

    def __call__(self, connection: Connection) -> bool:
        row = items.read_row(connection, self.item_number)
        if row is None or row.leased_until is None:
            return False
        items.update_item(connection, self.item_number, self._values(row))
        return True

    def _values(self, row: Row[Any]) -> dict[str, object]:
        values: dict[str, object] = {"message": self.message[:_MAX_MESSAGE_CHARS], "stage": self.stage[:200]}
        values |= {"file_paths": list(self.file_paths[:_MAX_FILES]), "updated_at": self.now.at}
        if self.fails and row.mark != Mark.ENDED.value:
            values["mark"] = Mark.FAILED.value
        return values
