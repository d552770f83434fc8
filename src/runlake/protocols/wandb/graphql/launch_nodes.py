"""Launch queues as GraphQL shows them, and what clients send about them. Pure. Source: protocol notes 12."""

import json
from collections.abc import Mapping
from typing import Any

import orjson

from runlake.errors import InvalidInput
from runlake.model import Project
from runlake.products.launch import Item, LaunchAgent, Queue, QueueDraft, Resource, Wish
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.translate import Node

_SCHEDULER_URI = "placeholder-uri-scheduler"
"""Source: `wandb/sdk/launch/sweeps/scheduler.py`; such a job may run as a process of the agent, whatever its queue has."""


class QueueNode(Node):
    """A queue, and its project."""

    queue: Queue
    project: Project


def queue_node(queue: Queue, project: Project) -> QueueNode:
    """What can be told from the queue alone."""
    node = QueueNode(
        id=encode_id("RunQueue", queue.queue_number),
        name=queue.name,
        createdBy=queue.username,
        createdAt=queue.created_at,
        updatedAt=queue.updated_at,
        access="USER" if queue.is_private else "PROJECT",
        prioritizationMode="V0" if queue.is_prioritized else "DISABLED",
        defaultResourceConfigID=queue.resource_number and encode_id("DefaultResourceConfig", queue.resource_number),
        externalLinks=dict(queue.links),
    )
    node.queue, node.project = queue, project
    return node


def item_node(item: Item) -> Node:
    """An item; its error is what its agent last complained of."""
    error = None
    if item.message is not None:
        error = Node(message=item.message, stage=item.stage, filePaths=list(item.file_paths))
    return Node(
        id=encode_id("RunQueueItem", item.item_number),
        state=item.state.value.upper(),
        associatedRunId=item.run_id,
        priority=item.priority,
        runSpec={key: value for key, value in item.spec.items() if key != "_wandb_api_key"},
        author=item.username,
        launchAgentName=item.agent_name,
        error=error,
        createdAt=item.created_at,
        updatedAt=item.updated_at,
    )


def resource_node(resource: Resource) -> Node:
    """A resource config; schemas are compact JSON text."""
    variables = [
        Node(name=name, schema=json.dumps(variable["schema"], separators=(",", ":")))
        for name, variable in resource.variables.items()
    ]
    return Node(
        id=encode_id("DefaultResourceConfig", resource.resource_number),
        resource=resource.kind,
        config=dict(resource.config),
        templateVariables=variables,
    )


def launch_agent_node(agent: LaunchAgent) -> Node:
    """An agent as it looks after itself."""
    return Node(
        id=encode_id("LaunchAgent", agent.agent_number),
        name=agent.name,
        runQueues=[encode_id("RunQueue", number) for number in agent.queue_numbers],
        hostname=agent.host,
        agentStatus=agent.status,
        stopPolling=agent.stop_requested,
        heartbeatAt=agent.heartbeat_at,
        createdAt=agent.created_at,
    )


def queue_draft(given: Mapping[str, Any], resource_number: int | None) -> QueueDraft:
    """The input of createRunQueue or upsertRunQueue."""
    return QueueDraft(
        name=given["queueName"],
        is_private=given.get("access") == "USER",
        is_prioritized=given.get("prioritizationMode") == "V0",
        resource_number=resource_number,
        links=parse_object("externalLinks", given.get("externalLinks")),
    )


def wish_of(given: Mapping[str, Any]) -> Wish:
    """The input of a push. Raises InvalidInput."""
    spec = parse_object("runSpec", given["runSpec"])
    values = parse_object("templateVariableValues", given.get("templateVariableValues"))
    return Wish(spec, values, given.get("priority"), keeps_resource=spec.get("uri") == _SCHEDULER_URI)


def parse_object(name: str, text: str | None) -> dict[str, Any]:
    """A JSON object in a text; none, or the text `null`, is an empty one. Raises InvalidInput."""
    try:
        found = orjson.loads(text or "null")
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"{name} is not valid JSON: {error}") from error
    if not isinstance(found, dict | None):
        raise InvalidInput(f"{name} must be a JSON object")
    return found or {}
