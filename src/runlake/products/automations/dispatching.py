"""From what happened to what is to be sent: the first half of the outbox becomes the second."""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from runlake.errors import InvalidInput, StoreError
from runlake.model import HappeningKind
from runlake.model.clock import Clock
from runlake.products.automations.conditions import RUN_EVENTS, matches
from runlake.products.automations.faces import Surroundings
from runlake.products.automations.messages import subject_and_body
from runlake.products.automations.records import (
    Action,
    ActionKind,
    Automation,
    DeliveryState,
    Integration,
    IntegrationKind,
    Outcome,
    Recorded,
)
from runlake.products.automations.store import integrations, outbox, rules
from runlake.storage.metadata import Metadata

_AT_ONCE = 100
_RANK = {"INFO": 0, "WARN": 1, "ERROR": 2}

_log = logging.getLogger(__name__)

Row = dict[str, object]


class Dispatching:
    """Finds who waits for what happened, and writes down what to send. Each happening is handled in one transaction."""

    def __init__(self, metadata: Metadata, surroundings: Surroundings, clock: Clock) -> None:
        self._metadata = metadata
        self._surroundings = surroundings
        self._clock = clock

    async def round(self) -> int:
        """Handle the oldest happenings that wait; returns how many. Raises StoreError."""
        waiting = await self._metadata.read(partial(outbox.list_unhandled, limit=_AT_ONCE))
        for recorded in waiting:
            try:
                await self._handle(recorded)
            except StoreError:
                raise
            except Exception:  # noqa: BLE001 - a worker's loop: one that cannot be handled must not hold up the rest
                _log.exception("a happening could not be handled", extra={"happening": recorded.happening_id})
                await self._settle(recorded, [], [])
        return len(waiting)

    async def test(self, automation: Automation, recorded: Recorded) -> Row:
        """The delivery of a test firing, as a row to be inserted."""
        variables = {**await self._surroundings.variables(recorded), "test": True}
        return (await self._of_automations(recorded, [automation], variables))[0]

    async def _handle(self, recorded: Recorded) -> None:
        if recorded.kind is HappeningKind.RUN_ALERT:
            rows = await self._of_alert(recorded)
            await self._settle(recorded, rows, [])
            return
        fired = [one for one in await self._awaiting(recorded) if await self._fires(one, recorded)]
        variables = await self._surroundings.variables(recorded) if fired else {}
        rows = await self._of_automations(recorded, fired, variables)
        await self._settle(recorded, rows, fired)

    async def _awaiting(self, recorded: Recorded) -> list[Automation]:
        found = await self._metadata.read(
            partial(rules.list_enabled, events=[recorded.kind.value], project_id=recorded.project_id)
        )
        if recorded.automation_id is not None:
            return [one for one in found if one.automation_id == recorded.automation_id]
        here = {recorded.collection_id, *recorded.facts.get("collection_ids", ())}
        return [one for one in found if one.collection_id is None or one.collection_id in here]

    async def _fires(self, automation: Automation, recorded: Recorded) -> bool:
        condition = automation.condition
        if recorded.kind not in RUN_EVENTS:
            return matches(condition.where, recorded.facts)
        if condition.states and recorded.facts.get("state") not in condition.states:
            return False
        number = recorded.run_number or 0
        return await self._surroundings.run_matches(recorded.project_id, number, condition.where)

    async def _of_automations(
        self, recorded: Recorded, fired: list[Automation], variables: Mapping[str, Any]
    ) -> list[Row]:
        ids = [one.action.integration_id for one in fired if one.action.integration_id is not None]
        known = await self._metadata.read(partial(integrations.find_integrations, integration_ids=ids))
        rows = []
        for one in fired:
            named = {**variables, "automation_name": one.name, "automation_id": one.automation_id}
            integration = known.get(one.action.integration_id or 0)
            row = self._row(recorded, one.name, one.action, integration, named)
            rows.append({**row, "automation_id": one.automation_id})
        return rows

    async def _of_alert(self, recorded: Recorded) -> list[Row]:
        facts = recorded.facts

        def work(connection: Connection) -> list[tuple[str, Integration]]:
            here = integrations.list_channels(connection, project_id=recorded.project_id, user_id=facts.get("owner_id"))
            severe = [one for one in here if _RANK[one.least_severity] <= _RANK[facts["severity"]]]
            known = integrations.find_integrations(connection, [one.integration_id for one in severe])
            return [(found.name, found) for found in known.values()]  # once each, though several channels name it

        told = await self._metadata.read(work)
        variables = {**await self._surroundings.variables(recorded), "automation_name": facts["title"]} if told else {}
        # An alert's words are its own: nothing in them is a variable.
        action = Action(
            ActionKind.NOTIFICATION, title="${alert_title}", text="${alert_text}", severity=facts["severity"]
        )
        return [self._row(recorded, name, action, integration, variables) for name, integration in told]

    def _row(
        self,
        recorded: Recorded,
        name: str,
        action: Action,
        integration: Integration | None,
        variables: Mapping[str, Any],
    ) -> Row:
        now = self._clock()
        row: Row = {
            "delivery_key": uuid.uuid4().hex,
            "project_id": recorded.project_id,
            "happening_id": recorded.happening_id or None,
            "automation_id": None,
            "integration_id": None if integration is None else integration.integration_id,
            "name": name,
            "event": recorded.kind.value,
            "action": action.kind.value,
            "state": DeliveryState.WAITING.value,
            "subject": "",
            "body": "",
            "attempts": 0,
            "next_at": now,
            "created_at": now,
            "updated_at": now,
        }
        if action.kind is ActionKind.NOTHING:
            return row | {"state": DeliveryState.DONE.value, "next_at": None}
        kind = IntegrationKind.WEBHOOK if integration is None else integration.kind
        try:
            subject, body = subject_and_body(action, kind, variables)
        except InvalidInput as error:
            return row | {"state": DeliveryState.FAILED.value, "next_at": None, "subject": error.message}
        return row | {"subject": subject, "body": body}

    async def _settle(self, recorded: Recorded, rows: list[Row], fired: list[Automation]) -> None:
        now = self._clock()

        def work(connection: Connection) -> None:
            if not outbox.take_happening(connection, recorded.happening_id, now):
                return
            for row in rows:
                insert_delivery(connection, row, now)
            for one in fired:
                rules.mark_fired(connection, one.automation_id, now)

        await self._metadata.write(work)


def insert_delivery(connection: Connection, row: Row, now: datetime) -> int:
    """Insert a delivery; one that failed before its first try gets its reason in the log. Returns its id."""
    delivery = outbox.insert_delivery(connection, row)
    if delivery.state is DeliveryState.FAILED:
        outcome = Outcome(ok=False, retryable=False, error=delivery.subject)
        outbox.finish_attempt(connection, delivery, outcome, DeliveryState.FAILED, None, now, now)
    return delivery.delivery_id
