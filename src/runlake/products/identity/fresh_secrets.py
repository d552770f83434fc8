"""Secrets made a moment ago that must be shown once, and cannot be shown in the answer that made them.

wandb's client makes a service account with one request and reads its key with the next. Only the hash of a key is
stored, so the secret waits here, in memory, for whoever made it: for one reading, and for a minute.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

from runlake.model.clock import Clock

_KEPT = timedelta(minutes=1)
_MOST = 1000


class FreshSecrets:
    """Secrets by (who made it, whose it is)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._secrets: OrderedDict[tuple[int, int], tuple[datetime, str]] = OrderedDict()

    def keep(self, maker_id: int, owner_id: int, secret: str) -> None:
        """Remember a secret for one reading by its maker."""
        self._secrets[(maker_id, owner_id)] = (self._clock() + _KEPT, secret)
        while len(self._secrets) > _MOST:
            self._secrets.popitem(last=False)

    def take(self, maker_id: int, owner_id: int) -> str | None:
        """The secret, once; None when it is not there or too old."""
        until, secret = self._secrets.pop((maker_id, owner_id), (self._clock(), ""))
        return secret if secret and self._clock() < until else None
