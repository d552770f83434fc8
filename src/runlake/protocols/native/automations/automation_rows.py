"""Automations, integrations and deliveries → JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runlake.products.automations import Attempt, Automation, Channel, Delivery, DeliveryState, Integration, encode


def automation_row(
    automation: Automation, collection: str | None, integration: Integration | None, last: DeliveryState | None
) -> dict[str, Any]:
    """An automation; `last` is how its newest delivery stands, `collection` the name of its scope."""
    action = automation.action
    return {
        "automation_id": automation.automation_id,
        "name": automation.name,
        "description": automation.description,
        "enabled": automation.enabled,
        "collection": collection,
        "event": automation.event.value,
        "condition": encode(automation.condition),
        "action": {
            "kind": action.kind.value,
            "integration_id": action.integration_id,
            "payload": action.payload,
            "title": action.title,
            "text": action.text,
            "severity": action.severity,
        },
        "integration": None if integration is None else {"name": integration.name, "kind": integration.kind.value},
        "created_at": timestamp(automation.created_at),
        "updated_at": timestamp(automation.updated_at),
        "last_fired_at": timestamp(automation.last_fired_at),
        "last_state": None if last is None else last.value,
    }


def integration_row(integration: Integration) -> dict[str, Any]:
    """An integration without what is sealed."""
    return {
        "integration_id": integration.integration_id,
        "kind": integration.kind.value,
        "name": integration.name,
        "values": dict(integration.shown),
        "created_at": timestamp(integration.created_at),
        "updated_at": timestamp(integration.updated_at),
    }


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """A delivery without its body."""
    return {
        "delivery_id": delivery.delivery_id,
        "delivery_key": delivery.delivery_key,
        "automation_id": delivery.automation_id,
        "integration_id": delivery.integration_id,
        "name": delivery.name,
        "event": delivery.event,
        "action": delivery.action,
        "state": delivery.state.value,
        "subject": delivery.subject,
        "attempts": delivery.attempts,
        "next_at": timestamp(delivery.next_at),
        "created_at": timestamp(delivery.created_at),
        "updated_at": timestamp(delivery.updated_at),
    }


def attempt_row(attempt: Attempt) -> dict[str, Any]:
    """One try: what was sent besides the body, and what came back."""
    return {
        "started_at": timestamp(attempt.started_at),
        "duration_ms": attempt.duration_ms,
        "status": attempt.status,
        "error": attempt.error,
        "request_headers": dict(attempt.request_headers),
        "response": attempt.response,
    }


def channel_row(channel: Channel, integrations: Mapping[int, Integration]) -> dict[str, Any]:
    """A channel of alerts, with the name and kind of where it leads."""
    found = integrations.get(channel.integration_id)
    return {
        "channel_id": channel.channel_id,
        "integration_id": channel.integration_id,
        "integration": None if found is None else {"name": found.name, "kind": found.kind.value},
        "least_severity": channel.least_severity,
        "created_at": timestamp(channel.created_at),
    }


def timestamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
