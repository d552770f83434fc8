"""What the parts of identity have in common."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

from runlake.errors import RunlakeError
from runlake.model import Principal
from runlake.model.clock import Clock, utc_now
from runlake.products.identity.cache import AuthCache
from runlake.products.identity.fresh_secrets import FreshSecrets
from runlake.products.identity.records import Session
from runlake.products.identity.secrets import Passwords
from runlake.products.identity.throttle import LoginThrottle
from runlake.settings import SessionSettings
from runlake.storage.metadata import Metadata, Work

T = TypeVar("T")

_log = logging.getLogger(__name__)


class IdentityPart:
    """The stores and caches that accounts, credentials and memberships work with."""

    def __init__(
        self,
        metadata: Metadata,
        clock: Clock = utc_now,
        sessions: SessionSettings | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        self._metadata = metadata
        self._clock = clock
        self._session_settings = sessions or SessionSettings()
        self._passwords = passwords or Passwords()
        self._throttle = LoginThrottle(clock)
        self._principals: AuthCache[Principal] = AuthCache(clock)
        self._sessions: AuthCache[Session] = AuthCache(clock)
        self.fresh_secrets = FreshSecrets(clock)
        self._background: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Finish what runs in the background. Idempotent."""
        await asyncio.gather(*self._background)
        self._passwords.close()

    async def _read(self, work: Work[T]) -> T:
        return await self._metadata.read(work)

    async def _write(self, work: Work[T]) -> T:
        """Write, and forget who was who, since users, roles or credentials may have changed."""
        try:
            return await self._metadata.write(work)
        finally:
            self._principals.clear()
            self._sessions.clear()

    def _in_background(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def _quietly(work: Coroutine[object, object, object]) -> None:
    try:
        await work
    except RunlakeError as error:
        _log.warning("could not note when a key was last used", extra={"code": error.code})
