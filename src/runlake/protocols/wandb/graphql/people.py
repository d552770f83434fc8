"""Identity → nodes of the schema: users, entities, organizations. Pure."""

import json

from runlake.model import Principal, Role
from runlake.products.identity import ApiKey, Entity, EntityKind, Invite, Member, Organization, User, UserKind
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.translate import Node

# Runs upload the script they were started from when the server allows it.
_FLAGS = json.dumps({"code_saving_enabled": True})


class UserNode(Node):
    """A user."""

    user: User


class EntityNode(Node):
    """An owner of projects."""

    entity: Entity


class OrganizationNode(Node):
    """An organization."""

    organization: Organization


def user_node(user: User, viewer: Principal) -> UserNode:
    """The fields of `User` that cost nothing. Addresses are for admins and the user."""
    sees_all = viewer.is_admin or viewer.user_id == user.user_id
    node = UserNode(
        id=encode_id("User", user.user_id),
        name=user.name,
        username=user.username,
        email=user.email if sees_all else None,
        admin=user.is_admin,
        flags=_FLAGS,
        entity=(viewer.default_entity if viewer.user_id == user.user_id else "") or user.username,
    )
    node.user = user
    return node


def api_key_node(key: ApiKey) -> Node:
    """A stored key: its prefix stands for the secret, which nobody has."""
    return Node(id=encode_id("ApiKey", key.key_id), name=key.prefix, description=key.name)


def entity_node(entity: Entity) -> EntityNode:
    """The fields of `Entity` that cost nothing."""
    node = EntityNode(
        id=encode_id("Entity", entity.entity_id),
        name=entity.name,
        available=False,
        readOnly=False,
        readOnlyAdmin=False,
        isTeam=entity.kind is EntityKind.TEAM,
        entityType=entity.kind.value,
        privateOnly=False,
        codeSavingEnabled=True,
        defaultAccess="PRIVATE",
        xxhashDigestsEnabled=True,
    )
    node.entity = entity
    return node


def invite_id(invite: Invite) -> str:
    """The id of a place that waits, as a member's."""
    return encode_id("Invite", invite.invite_id)


def invited_node(invite: Invite) -> Node:
    """A place that waits for a user of its address, shown among the members."""
    return Node(
        id=invite_id(invite),
        role=invite.role.name.lower(),
        admin=invite.role is Role.ADMIN,
        pending=True,
        email=invite.email,
        username=None,
        name=invite.email,
        accountType="MEMBER",
    )


def member_node(member: Member, api_key: str | None = None) -> Node:
    """A user's place in an entity, as other members see it. `api_key`: of a service account made a moment ago."""
    return Node(
        id=encode_id("User", member.user.user_id),
        role=member.role.name.lower(),
        admin=member.role is Role.ADMIN,
        pending=False,
        email=member.user.email,
        username=member.user.username,
        name=member.user.name,
        accountType="SERVICE" if member.user.kind is UserKind.SERVICE else "MEMBER",
        apiKey=api_key,
    )


def organization_node(organization: Organization) -> OrganizationNode:
    """The fields of `Organization` that cost nothing."""
    node = OrganizationNode(
        id=encode_id("Organization", organization.organization_id), name=organization.name, featureFlags=[]
    )
    node.organization = organization
    return node
