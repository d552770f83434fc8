"""Projects: finding, listing and changing them."""

from typing import Any

from ariadne import MutationType, ObjectType, QueryType

from runlake.errors import Conflict, InvalidInput
from runlake.model import REGISTRY_PREFIX
from runlake.products.projects import ProjectChange
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import EntityNode, UserNode, entity_node, user_node
from runlake.protocols.wandb.graphql.resolvers.lookup import (
    context_of,
    find_project,
    get_project,
    get_project_by_id,
    project_node_of,
)
from runlake.protocols.wandb.graphql.resolvers.registries import put_types
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode, parse_access

query = QueryType()
mutation = MutationType()
project_type = ObjectType("Project")


@query.field("project")
@query.field("model")
async def resolve_project(
    _: object,
    info: Info,
    name: str | None = None,
    entityName: str | None = None,  # noqa: N803
) -> ProjectNode | None:
    """Null when there is none, or the caller may not see it."""
    context = context_of(info)
    return project_node_of(context, await find_project(context, entityName, name))


@query.field("models")
async def resolve_projects(
    _: object,
    info: Info,
    entityName: str | None = None,  # noqa: N803 - the schema's name
    after: str | None = None,
    first: int | None = None,
) -> Node:
    """Projects of an entity, as far as the caller may see them, by name."""
    context = context_of(info)
    projects = await context.services.projects.list(context.principal, entityName or context.default_entity)
    return page_of([project_node_of(context, project) for project in projects], after, first)


@project_type.field("entity")
async def resolve_entity(node: ProjectNode, info: Info) -> EntityNode | None:
    entity = await context_of(info).services.identity.entity_of(node.project.entity_id)
    return None if entity is None else entity_node(entity)


@project_type.field("user")
async def resolve_user(node: ProjectNode, info: Info) -> UserNode | None:
    """Who made the project."""
    context = context_of(info)
    if node.project.created_by is None:
        return None
    user = await context.services.identity.find_user_by_id(node.project.created_by)
    return None if user is None else user_node(user, context.principal)


@mutation.field("upsertModel")
async def upsert_project(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Create a project, or change what is not null of one named by path or id."""
    context = context_of(info)
    change = ProjectChange(
        description=input.get("description"),
        visibility=parse_access(input.get("access")),
        allows_all_types=input.get("allowAllArtifactTypesInRegistry"),
    )
    projects = context.services.projects
    if input.get("id"):
        found = await get_project_by_id(context, input["id"])
        project, inserted = await projects.update(context.principal, found, change), False
    elif input.get("name"):
        entity_name = input.get("entityName") or context.default_entity
        await _require_no_second_registry(context, entity_name, input)
        project, inserted = await projects.put(context.principal, entity_name, input["name"], change)
    else:
        raise InvalidInput("upsertModel needs the name or the id of a project")
    await put_types(context, project, input.get("artifactTypes"))
    return _payload(project_node_of(context, project), inserted, input)


async def _require_no_second_registry(context: Context, entity_name: str, given: dict[str, Any]) -> None:
    """Raise Conflict when a registry that is there is made once more.

    Clients make and save registries with the same mutation. Who saves one sends the description that it has, or a new
    one; who makes one often has none. Source: `wandb/apis/public/registries/registry.py`.
    """
    if given.get("description") is not None or not given["name"].startswith(REGISTRY_PREFIX):
        return
    found = await find_project(context, entity_name, given["name"])
    if found is not None and found.description is not None:
        name = found.name.removeprefix(REGISTRY_PREFIX)
        raise Conflict(f"the registry {name!r} already exists: load it to change it, or choose another name")


@mutation.field("renameProject")
async def rename_project(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Give a project another name; the old path stops working."""
    context = context_of(info)
    project = await get_project(context, input["entityName"], input["oldProjectName"])
    renamed = await context.services.projects.rename(context.principal, project, input["newProjectName"])
    return _payload(project_node_of(context, renamed), False, input)


@mutation.field("deleteModel")
async def delete_project(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    project = await get_project_by_id(context, input["id"])
    await context.services.projects.delete(context.principal, project)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


def _payload(node: ProjectNode | None, inserted: bool, given: dict[str, Any]) -> Node:
    return Node(project=node, model=node, inserted=inserted, clientMutationId=given.get("clientMutationId"))


BINDABLES = (query, mutation, project_type)
