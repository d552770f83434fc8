"""Automations, and the integrations that they send to."""

from collections.abc import Mapping, Sequence
from typing import Any

from ariadne import InterfaceType, MutationType, ObjectType, UnionType

from runlake.errors import InvalidInput, NotFound
from runlake.model import Project
from runlake.products.automations import (
    Action,
    ActionKind,
    Automation,
    AutomationChange,
    IntegrationKind,
    Scope,
    parse_payload,
)
from runlake.protocols.wandb.graphql.artifact_nodes import collection_node
from runlake.protocols.wandb.graphql.automation_events import event_of, parse_event_filter
from runlake.protocols.wandb.graphql.automation_filters import automation_paths, facts_of_automation
from runlake.protocols.wandb.graphql.automation_nodes import integration_node, trigger_node
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.filters import parse_filters, parse_order
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.protocols.wandb.graphql.listed_filters import in_order, matches
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import EntityNode, OrganizationNode
from runlake.protocols.wandb.graphql.resolvers.artifact_lookup import get_collection_to_change
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project_by_id, project_node_of
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode

mutation = MutationType()
project_type = ObjectType("Project")
entity_type = ObjectType("Entity")
organization_type = ObjectType("Organization")
_abstract: list[UnionType | InterfaceType] = [
    UnionType(name) for name in ("TriggerScope", "TriggeringCondition", "TriggeredAction")
]
_abstract.append(InterfaceType("Integration"))


@project_type.field("triggers")
async def resolve_triggers(node: ProjectNode, info: Info) -> list[Node]:
    """The automations of a project and of its collections; for members."""
    context = context_of(info)
    found = await context.services.automations.list_automations(context.principal, [node.project])
    return await _nodes(context, [node.project], found)


@entity_type.field("triggers")
async def resolve_triggers_of_entity(
    node: EntityNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    order: str | None = None,
    filters: str | None = None,
) -> Node:
    """The automations of all projects of an entity that the caller may see, in the order of making unless told otherwise."""
    return await _page(context_of(info), node.entity.name, after, first, order, filters)


@organization_type.field("triggers")
async def resolve_triggers_of_organization(
    node: OrganizationNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    order: str | None = None,
    filters: str | None = None,
) -> Node:
    """The automations of an organization's registries."""
    return await _page(context_of(info), node.organization.entity_name, after, first, order, filters)


@entity_type.field("integrations")
async def resolve_integrations(
    node: EntityNode, info: Info, after: str | None = None, first: int | None = None
) -> Node:
    """Where the automations of an entity can send to; e-mail is nothing that clients know."""
    context = context_of(info)
    found = await context.services.automations.places.list_integrations(context.principal, node.entity.entity_id)
    known = [integration_node(one) for one in found if one.kind is not IntegrationKind.EMAIL]
    return page_of(known, after, first)


@mutation.field("createFilterTrigger")
async def create_automation(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make an automation."""
    context = context_of(info)
    project, change = await _change(context, input, None)
    if project is None:
        raise InvalidInput("an automation needs a scope")
    created = await context.services.automations.create(context.principal, project, change)
    return await _payload(context, created, project, input)


@mutation.field("updateFilterTrigger")
async def update_automation(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Change what is not null."""
    context = context_of(info)
    automation, project = await _get(context, input["id"])
    project.require_write(context.principal)
    target, change = await _change(context, input, automation)
    target = target or project
    changed = await context.services.automations.update(context.principal, target, automation, change)
    return await _payload(context, changed, target, input)


@mutation.field("deleteTrigger")
async def delete_automation(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete an automation; its delivery log stays."""
    context = context_of(info)
    automation, project = await _get(context, input["triggerID"])
    await context.services.automations.delete(context.principal, project, automation)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("createGenericWebhookIntegration")
async def create_webhook(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a webhook that automations of an entity can send to. The refs are names of the entity's secrets."""
    context = context_of(info)
    entity = await context.services.identity.find_entity(input["entityName"])
    if entity is None or context.principal.role_in(entity.entity_id) is None:
        raise NotFound(f"entity {input['entityName']!r:.200} not found, or you may not see it")
    given = {"secret_ref": input.get("secretRef"), "access_token_ref": input.get("accessTokenRef")}
    values = {"url": input["urlEndpoint"], **{name: value for name, value in given.items() if value}}
    integration = await context.services.automations.places.create(
        context.principal, entity.entity_id, IntegrationKind.WEBHOOK, input["name"], values
    )
    return Node(integration=integration_node(integration), clientMutationId=input.get("clientMutationId"))


async def _page(
    context: Context, entity: str, after: str | None, first: int | None, order: str | None, filters: str | None
) -> Node:
    """A page of the automations of an entity's projects. Raises InvalidInput for a filter or an order that cannot be."""
    wanted, sorts = parse_filters(filters, automation_paths), parse_order(order, automation_paths)
    projects = await context.services.projects.list(context.principal, entity)
    listed = await context.services.automations.list_automations(context.principal, projects)
    found = [one for one in listed if matches(wanted, facts_of_automation(one))]
    return page_of(await _nodes(context, projects, in_order(found, sorts, facts_of_automation)), after, first)


async def _nodes(context: Context, projects: Sequence[Project], found: Sequence[Automation]) -> list[Node]:
    by_id = {project.project_id: project for project in projects}
    ids = [one.action.integration_id for one in found if one.action.integration_id is not None]
    integrations = await context.services.automations.places.by_ids(ids) if ids else {}
    nodes = []
    for one in found:
        scope = await _scope_node(context, one, by_id[one.project_id])
        if scope is not None:  # its collection was deleted
            nodes.append(trigger_node(one, scope, integrations))
    return nodes


async def _scope_node(context: Context, automation: Automation, project: Project) -> Node | None:
    if automation.collection_id is None:
        node = project_node_of(context, project)
        if node is not None:
            node["__typename"] = "Project"
        return node
    context.budget.spend()
    collection = await context.services.artifacts.reading.collection_by_id(automation.collection_id)
    return None if collection is None else collection_node(collection, project)


async def _get(context: Context, global_id: str) -> tuple[Automation, Project]:
    automation = await context.services.automations.find(decode_number(global_id, "Trigger"))
    project = None if automation is None else await context.services.projects.by_id(automation.project_id)
    if automation is None or project is None or project.role_of(context.principal) is None:
        raise NotFound(f"automation {global_id!r:.60} not found, or you may not see it")
    return automation, project


async def _change(
    context: Context, given: Mapping[str, Any], automation: Automation | None
) -> tuple[Project | None, AutomationChange]:
    """What an input asks for, and the project of its scope, which the caller may write to."""
    project, scope = await _scope(context, given)
    name, text = given.get("triggeringEventType"), given.get("eventFilter")
    event = event_of(name) if name else (automation.event if automation else None)
    condition = parse_event_filter(event, text) if event is not None and text is not None else None
    return project, AutomationChange(
        name=given.get("name"),
        description=given.get("description"),
        enabled=given.get("enabled"),
        scope=scope,
        event=event,
        condition=condition,
        foreign_filter=text,
        action=_action(given),
    )


async def _scope(context: Context, given: Mapping[str, Any]) -> tuple[Project | None, Scope | None]:
    kind, global_id = given.get("scopeType"), given.get("scopeID")
    if kind is None or global_id is None:
        return None, None
    if kind == "PROJECT":
        project = await get_project_by_id(context, global_id)
        project.require_write(context.principal)
        return project, Scope(project.project_id)
    if kind == "ARTIFACT_COLLECTION":
        node = await get_collection_to_change(context, global_id)
        return node.project, Scope(node.project.project_id, node.collection.collection_id)
    raise InvalidInput(f"automations of the scope {kind} are not supported: use PROJECT or ARTIFACT_COLLECTION")


def _action(given: Mapping[str, Any]) -> Action | None:
    kind, config = given.get("triggeredActionType"), given.get("triggeredActionConfig") or {}
    if kind is None:
        return None
    if kind == "NO_OP":
        return Action(ActionKind.NOTHING)
    part = config.get(
        {"GENERIC_WEBHOOK": "genericWebhookActionInput", "NOTIFICATION": "notificationActionInput"}.get(kind)
    )
    if part is None:
        raise InvalidInput(f"the action {kind} is not supported, or its input is missing")
    integration_id = decode_number(part["integrationID"], "Integration")
    if kind == "GENERIC_WEBHOOK":
        return Action(ActionKind.WEBHOOK, integration_id, payload=parse_payload(part.get("requestPayload")))
    return Action(
        ActionKind.NOTIFICATION,
        integration_id,
        title=part.get("title"),
        text=part.get("message"),
        severity=part.get("severity"),
    )


async def _payload(context: Context, automation: Automation, project: Project, given: Mapping[str, Any]) -> Node:
    ids = [automation.action.integration_id] if automation.action.integration_id is not None else []
    integrations = await context.services.automations.places.by_ids(ids)
    scope = await _scope_node(context, automation, project)
    if scope is None:
        raise NotFound("the collection of this automation was deleted a moment ago")
    return Node(trigger=trigger_node(automation, scope, integrations), clientMutationId=given.get("clientMutationId"))


def _typename(node: Node, *_: object) -> str:
    return str(node["__typename"])


for _each in _abstract:
    _each.set_type_resolver(_typename)

BINDABLES = (mutation, project_type, entity_type, organization_type, *_abstract)
