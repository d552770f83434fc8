"""What an item's row, its agent and its run say together. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from runlake.model import RunState
from runlake.products.launch.records import ItemState, Mark

MAX_CLAIMS = 2
"""How often an item is given out in all when agents die before its run has begun: once more, then it has failed."""


@dataclass(frozen=True, slots=True)
class Now:
    """The time of a look at the queue, and how long silence and leases may last."""

    at: datetime
    agent_timeout_s: float
    lease_s: float

    @property
    def silent_since(self) -> datetime:
        """An agent that was heard before this only is taken for dead."""
        return self.at - timedelta(seconds=self.agent_timeout_s)

    @property
    def lease_end(self) -> datetime:
        """When what is given out now comes back, unless it is acknowledged."""
        return self.at + timedelta(seconds=self.lease_s)


@dataclass(frozen=True, slots=True)
class Signs:
    """What decides about an item. `run_state` is None unless its run has shown life since the item was claimed."""

    mark: Mark
    leased_until: datetime | None
    times_claimed: int
    agent_heard_at: datetime | None
    run_state: RunState | None


def state_of(signs: Signs, now: Now) -> ItemState:
    """What a run says of itself counts before what its agent said about it."""
    if signs.run_state not in (None, RunState.PENDING):
        return _state_of_run(signs.run_state)
    if signs.mark is Mark.LEASED:
        expired = signs.leased_until is None or signs.leased_until <= now.at
        return ItemState.PENDING if expired else ItemState.LEASED
    if signs.mark is Mark.CLAIMED:
        return _state_of_claim(signs, now)
    return ItemState.PENDING if signs.mark is Mark.PENDING else ItemState.FAILED


def _state_of_run(state: RunState | None) -> ItemState:
    if state is RunState.FINISHED:
        return ItemState.FINISHED
    is_live = state is not None and state.is_live
    return ItemState.RUNNING if is_live else ItemState.FAILED


def _state_of_claim(signs: Signs, now: Now) -> ItemState:
    """No run yet: a silent agent's item is given out once more."""
    heard = signs.agent_heard_at
    if heard is None or heard > now.silent_since:
        return ItemState.CLAIMED
    return ItemState.PENDING if signs.times_claimed < MAX_CLAIMS else ItemState.FAILED
