"""Sends what the outbox holds: at least once, with backoff, a bounded number of times."""

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from runlake import __version__
from runlake.errors import CorruptData, StoreError
from runlake.model.clock import Clock
from runlake.products.automations.places import Places
from runlake.products.automations.records import Delivery, DeliveryState, Integration, IntegrationKind, Outcome
from runlake.products.automations.sending import Sender
from runlake.products.automations.signing import signature_headers
from runlake.products.automations.store import outbox
from runlake.settings import AutomationSettings
from runlake.storage.metadata import Metadata

_LONGEST_WAIT_S = 3600.0
_SLACK_S = 15.0  # a try may take this much longer than its request: waiting for a worker, writing down

_log = logging.getLogger(__name__)


def wait_before(attempt: int, first_wait_s: float, luck: float) -> float:
    """Seconds before the try after the `attempt`-th failed: doubling, with 50 % jitter. `luck` is from 0 to 1."""
    return float(min(_LONGEST_WAIT_S, first_wait_s * 2 ** min(attempt - 1, 20)) * (0.5 + luck))


class Delivering:
    """The workers. Several servers on one database do not send the same thing at the same time."""

    def __init__(
        self, metadata: Metadata, places: Places, sender: Sender, settings: AutomationSettings, clock: Clock
    ) -> None:
        self._metadata = metadata
        self._places = places
        self._sender = sender
        self._settings = settings
        self._clock = clock
        self._luck = random.Random()  # noqa: S311 - jitter, not a secret
        self._under_way: set[asyncio.Task[None]] = set()

    async def round(self) -> int:
        """Begin the tries that are due, as many as there are workers free; returns how many. Raises StoreError."""
        free = self._settings.workers - len(self._under_way)
        if free <= 0:
            return 0
        claimed = await self._claim(free)
        for delivery in claimed:
            task = asyncio.create_task(self._try(delivery))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(claimed)

    async def finish(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def cancel(self) -> None:
        """Break off what is under way: the claims run out, and the next start tries again."""
        for task in self._under_way:
            task.cancel()
        await self.finish()

    async def _claim(self, limit: int) -> Sequence[Delivery]:
        now = self._clock()
        until = now + timedelta(seconds=self._settings.timeout_s + _SLACK_S)
        # Looking needs no writer: mostly nothing is due.
        due = await self._metadata.read(partial(outbox.list_due, now=now, limit=limit))
        if not due:
            return ()

        def work(connection: Connection) -> list[Delivery]:
            return [one for one in due if outbox.claim(connection, one, until, now)]

        return [replace(one, attempts=one.attempts + 1) for one in await self._metadata.write(work)]

    async def _try(self, delivery: Delivery) -> None:
        started_at = self._clock()
        try:
            outcome = await self._send(delivery)
            state, next_at = self._after(delivery, outcome)
            await self._metadata.write(
                partial(
                    outbox.finish_attempt,
                    delivery=delivery,
                    outcome=outcome,
                    state=state,
                    next_at=next_at,
                    started_at=started_at,
                    ended_at=self._clock(),
                )
            )
        except StoreError:
            _log.exception("a delivery's end was not written down: it is tried again", extra=_facts(delivery))
        except Exception:  # noqa: BLE001 - a worker: the claim runs out, and it is tried again
            _log.exception("a delivery broke off", extra=_facts(delivery))

    async def _send(self, delivery: Delivery) -> Outcome:
        found = await self._places.by_ids([delivery.integration_id or 0])
        integration = found.get(delivery.integration_id or 0)
        if integration is None:
            return Outcome(ok=False, retryable=False, error="the integration was deleted")
        if integration.kind is IntegrationKind.EMAIL:
            address = integration.shown["address"]
            return await self._sender.mail(address, delivery.subject, delivery.body, delivery.delivery_key)
        try:
            secrets = await self._places.secrets_of(integration)
        except CorruptData as error:
            return Outcome(ok=False, retryable=False, error=error.message)
        missing = _missing_secret(integration, secrets)
        if missing is not None:
            return Outcome(ok=False, retryable=False, error=f"the entity has no secret {missing!r}: add it")
        body = delivery.body.encode()
        shown = self._headers(delivery)
        secret = secrets.get("secret")
        if secret:
            shown |= signature_headers(secret, body, int(self._clock().timestamp()))
        headers, token = dict(shown), secrets.get("access_token")
        if token:
            headers["Authorization"], shown["Authorization"] = f"Bearer {token}", "Bearer …"
        outcome = await self._sender.post(secrets["url"], headers, body)
        return replace(outcome, request_headers=shown)

    def _headers(self, delivery: Delivery) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "User-Agent": f"Runlake/{__version__}",
            "X-Runlake-Delivery": delivery.delivery_key,
            "X-Runlake-Event": delivery.event,
            "X-Runlake-Attempt": str(delivery.attempts),
        }

    def _after(self, delivery: Delivery, outcome: Outcome) -> tuple[DeliveryState, datetime | None]:
        if outcome.ok:
            return DeliveryState.DELIVERED, None
        if not outcome.retryable or delivery.attempts >= self._settings.max_attempts:
            _log.warning("a delivery failed", extra={**_facts(delivery), "reason": outcome.error})
            return DeliveryState.FAILED, None
        wait_s = wait_before(delivery.attempts, self._settings.first_wait_s, self._luck.random())
        return DeliveryState.WAITING, self._clock() + timedelta(seconds=wait_s)


def _missing_secret(integration: Integration, secrets: dict[str, str]) -> str | None:
    """A secret that the integration names and nobody has stored: without it the receiver could not know us."""
    for name in ("secret", "access_token"):
        ref = integration.shown.get(f"{name}_ref")
        if ref and name not in secrets:
            return ref
    return None


def _facts(delivery: Delivery) -> dict[str, object]:
    return {"delivery": delivery.delivery_id, "attempts": delivery.attempts}
