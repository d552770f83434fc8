"""Launch queues: making, filling, reading. Source: protocol notes 12."""

from typing import Any

import orjson
from ariadne import MutationType, ObjectType

from runlake.errors import InvalidInput, NotFound
from runlake.model import Project
from runlake.products.launch import Item, unknown_places
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.launch_nodes import (
    QueueNode,
    item_node,
    parse_object,
    queue_draft,
    queue_node,
    resource_node,
    wish_of,
)
from runlake.protocols.wandb.graphql.people import EntityNode
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project, project_node_of
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode

_PAGE, _MAX_PAGE, _MAX_AT_ONCE = 100, 500, 100
_PROJECT_OF_QUEUES = "model-registry"
"""Source: LAUNCH_DEFAULT_PROJECT in `wandb/sdk/launch/utils.py`."""

mutation = MutationType()
project_type = ObjectType("Project")
entity_type = ObjectType("Entity")
queue_type = ObjectType("RunQueue")


@project_type.field("runQueues")
async def resolve_queues(node: ProjectNode, info: Info) -> list[QueueNode]:
    """The project's queues, by name; those that are somebody else's own are left out."""
    context = context_of(info)
    queues = await context.services.launch.queues.list(context.principal, [node.project.project_id])
    return [queue_node(queue, node.project) for queue in queues]


@project_type.field("runQueue")
async def resolve_queue(node: ProjectNode, info: Info, name: str) -> QueueNode | None:
    """The queue of that name; null when there is none."""
    context = context_of(info)
    queue = await context.services.launch.queues.find(context.principal, node.project.project_id, name)
    return None if queue is None else queue_node(queue, node.project)


@entity_type.field("defaultResourceConfig")
async def resolve_resource(node: EntityNode, info: Info, id: str) -> Node | None:
    """What queues of the entity ask for; for its members."""
    context = context_of(info)
    resource = await context.services.launch.queues.find_resource(decode_number(id, "DefaultResourceConfig"))
    is_here = resource is not None and resource.entity_id == node.entity.entity_id
    if resource is None or not is_here or context.principal.role_in(resource.entity_id) is None:
        return None
    return resource_node(resource)


@queue_type.field("project")
def resolve_project(node: QueueNode, info: Info) -> ProjectNode | None:
    return project_node_of(info.context, node.project)


@queue_type.field("runQueueItem")
async def resolve_item(node: QueueNode, info: Info, id: str) -> Node | None:
    """An item of the queue; null when it is not there."""
    item = await context_of(info).services.launch.find_item(decode_number(id, "RunQueueItem"))
    return item_node(item) if item is not None and item.queue_number == node.queue.queue_number else None


@queue_type.field("runQueueItems")
async def resolve_items(node: QueueNode, info: Info, after: str | None = None, first: int | None = None) -> Node:
    """The newest items first."""
    limit = min(max(_PAGE if first is None else first, 1), _MAX_PAGE)
    before = decode_number(after, "RunQueueItem") if after else None
    found = await context_of(info).services.launch.items(node.queue, before=before, limit=limit + 1)
    nodes = [item_node(item) for item in found[:limit]]
    page_info = Node(endCursor=nodes[-1]["id"] if nodes else None, hasNextPage=len(found) > limit)
    return Node(edges=[Node(node=each, cursor=each["id"]) for each in nodes], pageInfo=page_info)


@mutation.field("createDefaultResourceConfig")
async def create_resource(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Keep what queues of an entity may ask for."""
    context = context_of(info)
    entity = await context.services.identity.find_entity(input["entityName"])
    if entity is None or context.principal.role_in(entity.entity_id) is None:
        raise NotFound(f"entity {input['entityName']!r:.80} not found, or you do not belong to it")
    config = parse_object("config", input["config"])
    variables = parse_object("templateVariables", input.get("templateVariables"))
    queues = context.services.launch.queues
    number = await queues.add_resource(context.principal, entity.entity_id, input["resource"], config, variables)
    return Node(success=True, defaultResourceConfigID=encode_id("DefaultResourceConfig", number))


@mutation.field("createRunQueue")
async def create_queue(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a queue; its project appears when it is first used."""
    context = context_of(info)
    project = await _project_of(context, input)
    given = input.get("defaultResourceConfigID")
    resource = decode_number(given, "DefaultResourceConfig") if given else None
    queue = await context.services.launch.queues.create(context.principal, project, queue_draft(input, resource))
    return Node(success=True, queueID=encode_id("RunQueue", queue.queue_number))


@mutation.field("upsertRunQueue")
async def upsert_queue(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a queue with its resource config, or give an existing one these."""
    context = context_of(info)
    project = await _project_of(context, input)
    config = parse_object("resourceConfig", input["resourceConfig"])
    variables = parse_object("templateVariables", input.get("templateVariables"))
    odd = unknown_places(config, variables)
    queues = context.services.launch.queues
    kind, principal = input["resourceType"], context.principal
    number = await queues.add_resource(principal, project.entity_id, kind, config, variables)
    await queues.put(principal, project, queue_draft(input, number))
    return Node(success=True, configSchemaValidationErrors=odd)


async def _project_of(context: Context, given: dict[str, Any]) -> Project:
    return await context.services.projects.get_or_create(context.principal, given["entityName"], given["projectName"])


@mutation.field("deleteRunQueues")
async def delete_queues(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete queues with what waits in them; all of them are looked up before the first is deleted."""
    context = context_of(info)
    if len(input["queueIDs"]) > _MAX_AT_ONCE:
        raise InvalidInput(f"at most {_MAX_AT_ONCE} queues can be deleted at once")
    found = [await get_queue(context, queue_id) for queue_id in input["queueIDs"]]
    for node in found:
        await context.services.launch.queues.delete(context.principal, node.project, node.queue)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("pushToRunQueue")
async def push(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Have a run started by an agent of the queue."""
    context = context_of(info)
    item = await push_to(context, await get_queue(context, input["queueID"]), input)
    return Node(runQueueItemId=encode_id("RunQueueItem", item.item_number))


@mutation.field("pushToRunQueueByName")
async def push_by_name(_: object, info: Info, input: dict[str, Any]) -> Node:
    """The same; not found when there is no such queue, and clients then make the one named `default`.

    They look for it in the project that keeps an entity's queues, and give up when that is not there yet.
    """
    context = context_of(info)
    if input["projectName"] == _PROJECT_OF_QUEUES:
        await _project_of(context, input)
    item = await push_to(context, await find_named_queue(context, input), input)
    text = orjson.dumps(dict(item.spec)).decode()
    return Node(runQueueItemId=encode_id("RunQueueItem", item.item_number), runSpec=text)


async def find_named_queue(context: Context, given: dict[str, Any]) -> QueueNode:
    """The queue that an input names, for its members. Raises NotFound."""
    project = await get_project(context, given["entityName"], given["projectName"])
    queue = await context.services.launch.queues.get(context.principal, project.project_id, given["queueName"])
    return queue_node(queue, project)


async def push_to(context: Context, node: QueueNode, given: dict[str, Any]) -> Item:
    """Push a wish; the project of its run appears when it is first used. Raises what `Launch.push` does."""
    node.project.require_write(context.principal)
    wish = wish_of(given)
    entity_name, name = wish.spec.get("entity") or node.project.entity_name, wish.spec.get("project")
    if not isinstance(entity_name, str) or not isinstance(name, str | None):
        raise InvalidInput("entity and project of a run spec must be texts")
    target = await context.services.projects.get_or_create(context.principal, entity_name, name or node.project.name)
    return await context.services.launch.push(context.principal, node.project, node.queue, wish, target)


async def get_queue(context: Context, queue_id: str) -> QueueNode:
    """A queue by its global id. Raises NotFound."""
    queue = await context.services.launch.queues.find_by_number(context.principal, decode_number(queue_id, "RunQueue"))
    project = None if queue is None else await context.services.projects.by_id(queue.project_id)
    if queue is None or project is None or project.role_of(context.principal) is None:
        raise NotFound(f"queue {queue_id!r:.60} not found, or you may not see it")
    return queue_node(queue, project)


@mutation.field("deleteFromRunQueue")
async def delete_item(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Take an item out of its queue. A run that was started goes on."""
    context = context_of(info)
    node = await get_queue(context, input["queueID"])
    number = decode_number(input["runQueueItemId"], "RunQueueItem")
    done = await context.services.launch.delete_item(context.principal, node.project, node.queue, number)
    return Node(success=done, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation, project_type, entity_type, queue_type)
