"""Users and API keys."""

import re
from typing import Any

from ariadne import MutationType, ObjectType, QueryType

from runlake.errors import PermissionDenied
from runlake.model import Principal
from runlake.products.identity import EntityKind, User
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import (
    EntityNode,
    OrganizationNode,
    UserNode,
    api_key_node,
    entity_node,
    organization_node,
    user_node,
)
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, project_node_of
from runlake.protocols.wandb.graphql.translate import Node

_MAX_FOUND = 100

query = QueryType()
mutation = MutationType()
user_type = ObjectType("User")


@query.field("viewer")
async def resolve_viewer(_: object, info: Info) -> UserNode | None:
    context = context_of(info)
    user = await context.services.identity.find_user_by_id(context.principal.user_id)
    return None if user is None else user_node(user, context.principal)


@query.field("users")
async def resolve_users(_: object, info: Info, query: str | None = None) -> Node:
    """The user of that name or address first; for admins then all whose name or address contains the text."""
    context = context_of(info)
    exact = await context.services.identity.find_user(query) if query else None
    found = {user.user_id: user for user in (exact, *await _alike(context, query or "")) if user is not None}
    return Node(edges=[Node(node=user_node(user, context.principal)) for user in list(found.values())[:_MAX_FOUND]])


async def _alike(context: Context, text: str) -> list[User]:
    if not context.principal.is_admin:
        return []
    users = await context.services.identity.list_users()
    return [user for user in users if text.lower() in f"{user.username}\n{user.email or ''}".lower()]


@user_type.field("apiKeys")
async def resolve_api_keys(node: Node, info: Info) -> Node:
    """Keys are shown to their owner and to admins, without secrets. Somebody deleted (see `Run.user`) has none."""
    context = context_of(info)
    if not isinstance(node, UserNode) or not _is_self_or_admin(context.principal, node.user):
        return Node(edges=[])
    keys = await context.services.identity.list_keys(node.user.user_id)
    return Node(edges=[Node(node=api_key_node(key)) for key in keys])


@user_type.field("defaultEntity")
async def resolve_default_entity(node: Node, info: Info) -> EntityNode | None:
    """Where what names no owner goes: Weave's clients ask. Of others it is nobody's business."""
    context = context_of(info)
    if not isinstance(node, UserNode) or node.user.user_id != context.principal.user_id:
        return None
    entity = await context.services.identity.find_entity(context.default_entity)
    return None if entity is None else entity_node(entity)


@user_type.field("teams")
async def resolve_teams(node: Node, info: Info) -> Node:
    """Teams, and the personal entity as a team of one, since clients test membership here. Source: notes 2.1."""
    if not isinstance(node, UserNode):
        return Node(edges=[])
    memberships = await context_of(info).services.identity.entities_of(node.user.user_id)
    teams = [item.entity for item in memberships if item.entity.kind is not EntityKind.ORGANIZATION]
    return Node(edges=[Node(node=entity_node(entity)) for entity in teams])


@user_type.field("organizations")
async def resolve_organizations(node: Node, info: Info) -> list[OrganizationNode]:
    if not isinstance(node, UserNode):
        return []
    found = await context_of(info).services.identity.organizations_of(node.user.user_id)
    return [organization_node(organization) for organization in found]


@user_type.field("projects")
async def resolve_projects(node: Node, info: Info, after: str | None = None, first: int | None = None) -> Node:
    """Of oneself all projects one may see; of others those in their own entity that one may see."""
    context = context_of(info)
    if not isinstance(node, UserNode):
        return page_of([], after, first)
    owner = None if context.principal.user_id == node.user.user_id else node.user.username
    projects = await context.services.projects.list(context.principal, owner)
    return page_of([project_node_of(context, project) for project in projects], after, first)


@mutation.field("createUser")
async def create_user(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Add a user, named like the first part of the address. For admins."""
    context = context_of(info)
    if not context.principal.is_admin:
        raise PermissionDenied("only admins of the server may add users")
    username = re.sub(r"[^A-Za-z0-9_.-]", "-", input["email"].split("@")[0])
    user = await context.services.identity.create_user(username, email=input["email"], admin=bool(input.get("admin")))
    return Node(user=user_node(user, context.principal), clientMutationId=input.get("clientMutationId"))


@mutation.field("generateApiKey")
async def generate_api_key(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a key for the caller; only here its `name` is the secret. Source: protocol notes 13.2."""
    context = context_of(info)
    label = input.get("description") or "made by a wandb client"
    key, secret = await context.services.identity.create_key(context.principal.user_id, label)
    node = Node(id=encode_id("ApiKey", key.key_id), name=secret, description=key.name)
    return Node(apiKey=node, clientMutationId=input.get("clientMutationId"))


@mutation.field("deleteApiKey")
async def delete_api_key(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Revoke one of the caller's own keys."""
    context = context_of(info)
    await context.services.identity.revoke_key(context.principal.user_id, decode_number(input["id"], "ApiKey"))
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


def _is_self_or_admin(viewer: Principal, user: User) -> bool:
    return viewer.is_admin or viewer.user_id == user.user_id


BINDABLES = (query, mutation, user_type)
