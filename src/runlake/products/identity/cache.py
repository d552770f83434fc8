"""Who a credential belongs to, remembered for a few seconds."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from runlake.model.clock import Clock

T = TypeVar("T")

_LIFETIME = timedelta(seconds=5)
_MOST_ENTRIES = 10_000


class AuthCache(Generic[T]):
    """A bounded map from a credential's hash to what it stands for.

    `clear` follows every change of users, roles or credentials. `put` takes the generation that was current before the
    store was read, so that an answer from before a change is not remembered after it. A change by another process is
    seen within five seconds.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: OrderedDict[str, tuple[datetime, T]] = OrderedDict()
        self.generation = 0

    def find(self, secret_hash: str) -> T | None:
        entry = self._entries.get(secret_hash)
        if entry is None or self._clock() >= entry[0]:
            return None
        return entry[1]

    def put(self, secret_hash: str, value: T, generation: int) -> None:
        if generation != self.generation:
            return
        self._entries.pop(secret_hash, None)
        self._entries[secret_hash] = (self._clock() + _LIFETIME, value)
        while len(self._entries) > _MOST_ENTRIES:
            self._entries.popitem(last=False)

    def clear(self) -> None:
        self.generation += 1
        self._entries.clear()
