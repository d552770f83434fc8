"""What automations are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from runlake.model import HappeningKind
from runlake.products.automations.conditions import Condition


class IntegrationKind(StrEnum):
    """Where something can be sent."""

    WEBHOOK = "webhook"
    SLACK = "slack"
    EMAIL = "email"


class ActionKind(StrEnum):
    """What an automation does."""

    WEBHOOK = "webhook"
    NOTIFICATION = "notification"
    NOTHING = "nothing"


class DeliveryState(StrEnum):
    """Where a delivery is. DONE is of actions that send nothing."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Integration:
    """A place of an entity that things are sent to.

    `shown` is what members may see: `url` of a webhook, `team` and `channel` of Slack, `address` of e-mail, and
    `secret_ref`, `access_token_ref`: names of the entity's secrets.
    """

    integration_id: int
    entity_id: int
    kind: IntegrationKind
    name: str
    shown: Mapping[str, str]
    sealed: str
    created_by: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """What to do. `payload` is of webhooks; title, text and severity are of notifications."""

    kind: ActionKind
    integration_id: int | None = None
    payload: Any = None
    title: str | None = None
    text: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Automation:
    """When something happens in a project, or in one of its collections, do something.

    `foreign_filter` is the condition in the words of the client that made it, verbatim.
    """

    automation_id: int
    project_id: int
    collection_id: int | None
    name: str
    description: str | None
    enabled: bool
    event: HappeningKind
    condition: Condition
    foreign_filter: str | None
    action: Action
    created_by: int
    created_at: datetime
    updated_at: datetime
    last_fired_at: datetime | None


@dataclass(frozen=True, slots=True)
class AutomationChange:
    """What to make of an automation; None leaves what is there. Event and condition belong together."""

    name: str | None = None
    description: str | None = None
    enabled: bool | None = None
    scope: "Scope | None" = None
    event: HappeningKind | None = None
    condition: Condition | None = None
    foreign_filter: str | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A project, or one collection of it."""

    project_id: int
    collection_id: int | None = None

    @property
    def key(self) -> str:
        """Names of automations are unique in it."""
        return "project" if self.collection_id is None else f"collection:{self.collection_id}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something that happened, as written down. `automation_id` is set when only that one is meant."""

    happening_id: int
    kind: HappeningKind
    project_id: int
    collection_id: int | None
    version_id: int | None
    run_number: int | None
    automation_id: int | None
    facts: Mapping[str, Any]
    user_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to send, or sent. `delivery_key` goes along, so that a receiver knows one that it had before."""

    delivery_id: int
    delivery_key: str
    project_id: int
    happening_id: int | None
    automation_id: int | None
    integration_id: int | None
    name: str
    event: str
    action: str
    state: DeliveryState
    subject: str
    body: str
    attempts: int
    next_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `status` is the HTTP status, None when there was no answer: then `error` says why."""

    attempt_id: int
    delivery_id: int
    started_at: datetime
    duration_ms: int
    status: int | None
    error: str | None
    request_headers: Mapping[str, str]
    response: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended. `retryable`: another one may end better."""

    ok: bool
    retryable: bool
    status: int | None = None
    error: str | None = None
    response: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts of a project's runs, or of a user's own runs, are told."""

    channel_id: int
    project_id: int | None
    user_id: int | None
    integration_id: int
    least_severity: str
    created_at: datetime
