"""The agents of launch queues, and how they take items. Source: protocol notes 12, `wandb/sdk/launch/agent/agent.py`."""

from typing import Any

from ariadne import MutationType, QueryType

from runlake.errors import NotFound
from runlake.model import Project
from runlake.products.launch import Item, LaunchAgent
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.launch_nodes import launch_agent_node, parse_object
from runlake.protocols.wandb.graphql.resolvers.launch_queues import find_named_queue, get_queue
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project
from runlake.protocols.wandb.graphql.translate import Node

query = QueryType()
mutation = MutationType()


@query.field("launchAgent")
async def resolve_agent(_: object, info: Info, id: str) -> Node | None:
    """An agent; it asks for itself at each round, to hear whether it shall end."""
    found = await _find_agent(context_of(info), id)
    return None if found is None else launch_agent_node(found[0])


@mutation.field("createLaunchAgent")
async def create_agent(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Register a process that will take items."""
    context = context_of(info)
    project = await get_project(context, input["entityName"], input["projectName"])
    queues = [(await get_queue(context, queue_id)).queue for queue_id in input["runQueues"]]
    config = parse_object("agentConfig", input.get("agentConfig"))
    agent = await context.services.launch.create_agent(
        context.principal, project, queues, input["hostname"], config, input.get("version")
    )
    return Node(launchAgentId=encode_id("LaunchAgent", agent.agent_number))


@mutation.field("updateLaunchAgent")
async def update_agent(_: object, info: Info, input: dict[str, Any]) -> Node:
    """An agent says what it does: a sign of life."""
    context = context_of(info)
    found = await _find_agent(context, input["launchAgentId"])
    if found is None:
        raise NotFound("this agent is not known, or you may not see it")
    agent, project = found
    await context.services.launch.heartbeat(context.principal, project, agent, input.get("agentStatus"))
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("popFromRunQueue")
async def pop(_: object, info: Info, input: dict[str, Any]) -> Node | None:
    """The next item, leased to the agent; null when nothing waits."""
    context = context_of(info)
    node = await find_named_queue(context, input)
    given = input.get("launchAgentId")
    agent_number = decode_number(given, "LaunchAgent") if given else None
    item = await context.services.launch.pop(context.principal, node.project, node.queue, agent_number)
    if item is None:
        return None
    return Node(runQueueItemId=encode_id("RunQueueItem", item.item_number), runSpec=dict(item.spec))


@mutation.field("ackRunQueueItem")
async def acknowledge(_: object, info: Info, input: dict[str, Any]) -> Node:
    """The agent starts this run for the item; false when another one does."""
    context = context_of(info)
    item, project = await _get_item(context, input["runQueueItemId"])
    done = await context.services.launch.acknowledge(context.principal, project, item, input["runName"])
    return Node(success=done, clientMutationId=input.get("clientMutationId"))


@mutation.field("failRunQueueItem")
async def fail(_: object, info: Info, input: dict[str, Any]) -> Node:
    """The agent gives an item up."""
    return await _complain(context_of(info), input, fails=True)


@mutation.field("updateRunQueueItemWarning")
async def warn(_: object, info: Info, input: dict[str, Any]) -> Node:
    """The agent tells of trouble that may pass."""
    return await _complain(context_of(info), input, fails=False)


async def _complain(context: Context, given: dict[str, Any], *, fails: bool) -> Node:
    item, project = await _get_item(context, given["runQueueItemId"])
    message, stage = given.get("message") or "", given.get("stage") or ""
    files = given.get("filePaths") or []
    launch = context.services.launch
    done = await launch.complain(context.principal, project, item, message, stage, files, fails=fails)
    return Node(success=done, clientMutationId=given.get("clientMutationId"))


async def _find_agent(context: Context, global_id: str) -> tuple[LaunchAgent, Project] | None:
    agent = await context.services.launch.find_agent(decode_number(global_id, "LaunchAgent"))
    project = None if agent is None else await context.services.projects.by_id(agent.project_id)
    if agent is None or project is None or project.role_of(context.principal) is None:
        return None
    return agent, project


async def _get_item(context: Context, global_id: str) -> tuple[Item, Project]:
    item = await context.services.launch.find_item(decode_number(global_id, "RunQueueItem"))
    if item is None:
        raise _no_item(global_id)
    try:
        node = await get_queue(context, encode_id("RunQueue", item.queue_number))
    except NotFound as error:
        raise _no_item(global_id) from error
    return item, node.project


def _no_item(global_id: str) -> NotFound:
    return NotFound(f"queue item {global_id!r:.60} not found, or you may not see it")


BINDABLES = (query, mutation)
