"""Queues, their items, the resources that they ask for, and agents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

DEFAULT_PRIORITY = 2
"""Priorities go from 0 (critical) to 3 (low)."""


class Mark(StrEnum):
    """What is stored about an item. ENDED: its run has ended; what the run says is read from the run."""

    PENDING = "pending"
    LEASED = "leased"
    CLAIMED = "claimed"
    ENDED = "ended"
    FAILED = "failed"


class ItemState(StrEnum):
    """Where an item is.

    LEASED: an agent was given it and has not said that it takes it. CLAIMED: an agent starts its run. From then on the
    run tells.
    """

    PENDING = "pending"
    LEASED = "leased"
    CLAIMED = "claimed"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Resource:
    """Where runs of a queue run: the kind, its settings with `{{name}}` for variables, and what these may be.

    `variables` maps each name to `{"schema": {type, minimum, maximum, enum, default}}`.
    """

    resource_number: int
    entity_id: int
    kind: str
    config: Mapping[str, Any]
    variables: Mapping[str, Mapping[str, Any]]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """A named line of runs to start, in a project. A private one is its maker's alone."""

    queue_number: int
    project_id: int
    name: str
    is_private: bool
    is_prioritized: bool
    resource_number: int | None
    links: Mapping[str, Any]
    user_id: int | None
    username: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class QueueDraft:
    """What makes or changes a queue. `resource_number` None leaves an existing queue's resource."""

    name: str
    is_private: bool = False
    is_prioritized: bool = False
    resource_number: int | None = None
    links: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """A run that shall be started. `spec` is what its agent gets; `target` the entity and project of the run.

    `message` and `stage` are what the agent last complained of; `file_paths` names files of the agent's own run.
    """

    item_number: int
    queue_number: int
    spec: Mapping[str, Any]
    priority: int
    state: ItemState
    run_id: str | None
    target: tuple[str, str] | None
    agent_name: str | None
    message: str | None
    stage: str | None
    file_paths: tuple[str, ...]
    username: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class LaunchAgent:
    """A process that takes items of queues and starts their runs. `status` is what it last said: POLLING, RUNNING, KILLED."""

    agent_number: int
    project_id: int
    name: str
    host: str
    queue_numbers: tuple[int, ...]
    config: Mapping[str, Any]
    version: str | None
    status: str
    stop_requested: bool
    user_id: int | None
    username: str | None
    created_at: datetime
    heartbeat_at: datetime
