"""Who belongs to a team: invitations, service accounts; and where the caller's runs go."""

from collections.abc import Mapping
from typing import Any

from ariadne import MutationType

from runlake.errors import InvalidInput, NotFound
from runlake.model import Role
from runlake.products.identity import Invite, Member
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, kind_of
from runlake.protocols.wandb.graphql.people import invite_id, user_node
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of
from runlake.protocols.wandb.graphql.translate import Node

mutation = MutationType()


@mutation.field("createInvite")
async def create_invite(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Let a user into a team, or keep a place for an address. For admins of the team."""
    context = context_of(info)
    identity = context.services.identity
    team = await identity.get_team(context.principal, input["entityName"], to_change=True)
    who = input.get("username") or input.get("email")
    if not who:
        raise InvalidInput("name the user to invite, by username or email")
    role = Role.ADMIN if input.get("admin") else Role.MEMBER
    found = await identity.invite(context.principal, team, who, role)
    return Node(invite=_invite_node(context, found), clientMutationId=input.get("clientMutationId"))


def _invite_node(context: Context, found: Member | Invite) -> Node:
    if isinstance(found, Invite):
        return Node(id=invite_id(found), name=found.email, email=found.email, createdAt=found.created_at, toUser=None)
    user = user_node(found.user, context.principal)
    return Node(id=user["id"], name=found.user.name, email=user["email"], createdAt=found.user.created_at, toUser=user)


@mutation.field("deleteInvite")
async def delete_invite(_: object, info: Info, input: dict[str, Any]) -> Node:
    """End an invitation or a membership; a service account ends with its membership. For admins of the team.

    Source: wandb 0.31, `Member.delete`: it sends the id of the member.
    """
    context = context_of(info)
    identity = context.services.identity
    team = await identity.get_team(context.principal, input.get("entityName") or "", to_change=True)
    given = input.get("id") or ""
    if kind_of(given) == "Invite":
        await identity.withdraw_invite(team, decode_number(given, "Invite"))
    else:
        user = await identity.find_user_by_id(decode_number(given, "User"))
        if user is None:
            raise NotFound(f"there is no such member of {team.name}")
        await identity.dismiss(team, user.username)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("createServiceAccount")
async def create_service_account(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make an account for a machine. Its key is in the caller's next look at the members, and nowhere else."""
    context = context_of(info)
    identity = context.services.identity
    team = await identity.get_team(context.principal, input["entityName"], to_change=True)
    user, _secret = await identity.create_service_account(context.principal, team, input["description"])
    return Node(user=user_node(user, context.principal), clientMutationId=input.get("clientMutationId"))


@mutation.field("updateUser")
async def update_user(_: object, info: Info, input: Mapping[str, Any]) -> Node:
    """Change the caller: null leaves a value as it is, an empty default entity means the caller's own."""
    context = context_of(info)
    identity, principal = context.services.identity, context.principal
    if input.get("defaultEntity") is None:
        user = await identity.find_user_by_id(principal.user_id)
        default_entity = context.default_entity
    else:
        user = await identity.set_default_entity(principal, input["defaultEntity"])
        default_entity = input["defaultEntity"] or principal.username
    node = None if user is None else user_node(user, principal)
    if node is not None:
        node["entity"] = default_entity
    return Node(user=node, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation,)
