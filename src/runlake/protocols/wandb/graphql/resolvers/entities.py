"""Entities and organizations."""

from typing import Any

from ariadne import MutationType, ObjectType, QueryType

from runlake.errors import Conflict, PermissionDenied
from runlake.model import Role
from runlake.products.identity import Entity, EntityKind, Member, UserKind
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import (
    EntityNode,
    OrganizationNode,
    UserNode,
    entity_node,
    invited_node,
    member_node,
    organization_node,
    user_node,
)
from runlake.protocols.wandb.graphql.registry_facts import chosen_projects
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, find_project, project_node_of
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode

query = QueryType()
mutation = MutationType()
entity_type = ObjectType("Entity")
organization_type = ObjectType("Organization")


@query.field("entity")
async def resolve_entity(_: object, info: Info, name: str | None = None) -> EntityNode | None:
    """An entity that the caller belongs to; null for all others."""
    context = context_of(info)
    entity = await context.services.identity.find_entity(name or context.default_entity)
    return entity_node(entity) if entity is not None and _belongs_to(context, entity) else None


@query.field("organization")
async def resolve_organization(_: object, info: Info, name: str) -> OrganizationNode | None:
    """An organization that the caller belongs to; null for all others."""
    context = context_of(info)
    organization = await context.services.identity.find_organization(name)
    if organization is None or context.principal.role_in(organization.entity_id) is None:
        return None
    return organization_node(organization)


@entity_type.field("members")
async def resolve_members(node: EntityNode, info: Info) -> list[Node]:
    """Members are shown to members: people, invitations, then service accounts, the newest last.

    Source of the order: wandb 0.31, `Team.create_service_account`, which takes the last member for the one it made.
    """
    context = context_of(info)
    if not _belongs_to(context, node.entity):
        return []
    identity = context.services.identity
    members = await identity.list_members(node.entity.entity_id)
    people = [member_node(member) for member in members if member.user.kind is UserKind.PERSON]
    services = sorted(
        (member for member in members if member.user.kind is UserKind.SERVICE), key=lambda member: member.user.user_id
    )
    invited = [invited_node(invite) for invite in await identity.list_invites(node.entity.entity_id)]
    return [*people, *invited, *(_service_node(context, member) for member in services)]


def _service_node(context: Context, member: Member) -> Node:
    secret = context.services.identity.fresh_secrets.take(context.principal.user_id, member.user.user_id)
    return member_node(member, secret)


@entity_type.field("storageBytes")
async def resolve_storage_bytes(node: EntityNode, info: Info) -> int:
    """Files of runs and of artifacts in all projects of the entity; bytes that are stored once count once."""
    context = context_of(info)
    if not _belongs_to(context, node.entity):
        return 0
    projects = [project.project_id for project in await context.services.projects.list(context.principal, node["name"])]
    in_files = await context.services.files.stored_bytes(projects)
    return in_files + await context.services.artifacts.reading.stored_bytes(projects)


@entity_type.field("organization")
async def resolve_organization_of(node: EntityNode, info: Info) -> OrganizationNode | None:
    """The organization of a team; a user may have several: see `User.organizations`."""
    if node.entity.organization_id is None:
        return None
    organization = await context_of(info).services.identity.organization_of(node.entity.organization_id)
    return None if organization is None else organization_node(organization)


@entity_type.field("user")
async def resolve_user(node: EntityNode, info: Info) -> UserNode | None:
    """The user whose own entity this is."""
    if node.entity.kind is not EntityKind.USER:
        return None
    context = context_of(info)
    user = await context.services.identity.find_user(node.entity.name)
    return None if user is None else user_node(user, context.principal)


@entity_type.field("project")
async def resolve_project(node: EntityNode, info: Info, name: str | None = None) -> ProjectNode | None:
    context = context_of(info)
    return project_node_of(context, await find_project(context, node.entity.name, name))


@entity_type.field("projects")
async def resolve_projects(
    node: EntityNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    filters: str | None = None,
    order: str | None = None,
) -> Node:
    context = context_of(info)
    projects = chosen_projects(
        await context.services.projects.list(context.principal, node.entity.name), filters, order
    )
    return page_of([project_node_of(context, project) for project in projects], after, first)


@organization_type.field("orgEntity")
async def resolve_organization_entity(node: OrganizationNode, info: Info) -> EntityNode | None:
    """The entity that an organization owns its projects through."""
    entity = await context_of(info).services.identity.entity_of(node.organization.entity_id)
    return None if entity is None else entity_node(entity)


@mutation.field("createTeam")
async def create_team(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a team without an organization. For admins of the server."""
    context = context_of(info)
    if not context.principal.is_admin:
        raise PermissionDenied("only admins of the server may create teams")
    if await context.services.identity.find_entity(input["teamName"]) is not None:
        raise Conflict(f"the name {input['teamName']!r} is taken: choose another one for the team")
    admin = input.get("teamAdminUserName") or context.principal.username
    team = await context.services.identity.put_team(input["teamName"], None, {admin: Role.ADMIN})
    return Node(entity=entity_node(team), clientMutationId=input.get("clientMutationId"))


def _belongs_to(context: Context, entity: Entity) -> bool:
    return context.principal.role_in(entity.entity_id) is not None


BINDABLES = (query, mutation, entity_type, organization_type)
