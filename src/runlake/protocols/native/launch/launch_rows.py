"""Launch queues, their items and agents as JSON."""

from typing import Any

from typing_extensions import TypedDict

from runlake.products.launch import Item, LaunchAgent, Queue, Resource
from runlake.protocols.native.runs.run_rows import iso

_SECRETS = frozenset({"_wandb_api_key"})


class LaunchQueueRow(TypedDict):
    """A queue. `resource`, `config` and `variables` are null for one whose items say themselves where they run."""

    name: str
    private: bool
    prioritized: bool
    open_count: int
    resource: str | None
    config: dict[str, Any] | None
    variables: dict[str, Any] | None
    links: dict[str, Any]
    user: str | None
    created_at: str
    updated_at: str


class LaunchItemRun(TypedDict):
    """The run that an agent started, or starts."""

    entity: str
    project: str
    run_id: str


class LaunchItemRow(TypedDict):
    """An item. `priority` goes from 0, the first, to 3."""

    item_number: int
    state: str
    priority: int
    job: str | None
    spec: dict[str, Any]
    run: LaunchItemRun | None
    agent: str | None
    message: str | None
    stage: str | None
    user: str | None
    created_at: str
    updated_at: str


class LaunchAgentRow(TypedDict):
    """An agent."""

    agent_number: int
    name: str
    host: str
    queues: list[str]
    version: str | None
    status: str
    stop_requested: bool
    user: str | None
    created_at: str
    heartbeat_at: str


class LaunchQueuesBody(TypedDict):
    """The queues of a project."""

    queues: list[LaunchQueueRow]


class LaunchItemsBody(TypedDict):
    """A page of a queue's items."""

    queue: LaunchQueueRow
    items: list[LaunchItemRow]
    next_before: int | None


class LaunchAgentsBody(TypedDict):
    """The agents of a project."""

    agents: list[LaunchAgentRow]


class StoppedBody(TypedDict):
    """The agent that was asked to end."""

    agent_number: int


def queue_row(queue: Queue, open_count: int, resource: Resource | None) -> LaunchQueueRow:
    """`resource` is null for a queue whose items say themselves where they run."""
    return {
        "name": queue.name,
        "private": queue.is_private,
        "prioritized": queue.is_prioritized,
        "open_count": open_count,
        "resource": None if resource is None else resource.kind,
        "config": None if resource is None else dict(resource.config),
        "variables": None if resource is None else dict(resource.variables),
        "links": dict(queue.links),
        "user": queue.username,
        "created_at": iso(queue.created_at),
        "updated_at": iso(queue.updated_at),
    }


def item_row(item: Item) -> LaunchItemRow:
    """An item without the secrets that its pusher may have put in."""
    run: LaunchItemRun | None = None
    if item.run_id is not None and item.target is not None:
        run = {"entity": item.target[0], "project": item.target[1], "run_id": item.run_id}
    return {
        "item_number": item.item_number,
        "state": item.state.value,
        "priority": item.priority,
        "job": None if item.spec.get("job") is None else str(item.spec["job"]),
        "spec": {key: value for key, value in item.spec.items() if key not in _SECRETS},
        "run": run,
        "agent": item.agent_name,
        "message": item.message,
        "stage": item.stage,
        "user": item.username,
        "created_at": iso(item.created_at),
        "updated_at": iso(item.updated_at),
    }


def agent_row(agent: LaunchAgent, queue_names: dict[int, str], *, is_heard: bool) -> LaunchAgentRow:
    """An agent; one that has fallen silent is `gone`. Queues that are gone, or not the caller's to see, are left out."""
    return {
        "agent_number": agent.agent_number,
        "name": agent.name,
        "host": agent.host,
        "queues": [queue_names[number] for number in agent.queue_numbers if number in queue_names],
        "version": agent.version,
        "status": agent.status.lower() if is_heard else "gone",
        "stop_requested": agent.stop_requested,
        "user": agent.username,
        "created_at": iso(agent.created_at),
        "heartbeat_at": iso(agent.heartbeat_at),
    }
