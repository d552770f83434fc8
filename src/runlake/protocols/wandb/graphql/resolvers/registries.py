"""Registries: projects of an organization's entity that hold links to versions, with members of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from ariadne import MutationType, ObjectType

from runlake.errors import InvalidInput, NotFound
from runlake.model import REGISTRY_PREFIX, Project
from runlake.products.artifacts import Collection, CollectionKind, Membership, VersionDetails
from runlake.products.identity import EntityKind
from runlake.protocols.wandb.graphql.artifact_nodes import MembershipNode, collection_node, membership_node
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import EntityNode, OrganizationNode, entity_node, user_node
from runlake.protocols.wandb.graphql.registry_facts import chosen, chosen_projects, collection_facts, member_facts
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, find_project, get_project_by_id
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode

mutation = MutationType()
entity_type = ObjectType("Entity")
organization_type = ObjectType("Organization")
project_type = ObjectType("Project")


@organization_type.field("advancedRegistryFeatures")
def resolve_advanced_features(_: OrganizationNode, __: Info) -> Node:
    """Filters and orders of versions are there."""
    return Node(advancedSearch=True)


@entity_type.field("artifactCollections")
async def resolve_collections(
    node: EntityNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    projectFilters: str | None = None,  # noqa: N803 - the schema's names
    filters: str | None = None,
    collectionTypes: Sequence[str] | None = None,  # noqa: N803
    order: str | None = None,
) -> Node:
    """Collections of all projects of the entity that the caller may read."""
    found = await _collections(context_of(info), node, projectFilters, filters, order)
    kinds = {CollectionKind[kind] for kind in collectionTypes} if collectionTypes else set(CollectionKind)
    nodes = [collection_node(one, project) for one, project in found if one.kind in kinds]
    return Node(totalCount=len(nodes), **page_of(nodes, after, first))


@entity_type.field("artifactMemberships")
async def resolve_memberships(
    node: EntityNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    projectFilters: str | None = None,  # noqa: N803
    collectionFilters: str | None = None,  # noqa: N803
    filters: str | None = None,
    order: str | None = None,
) -> Node:
    """The versions in the collections of the entity's projects that the caller may read."""
    context = context_of(info)
    found: list[tuple[Membership, VersionDetails, Collection, Project]] = []
    for collection, project in await _collections(context, node, projectFilters, collectionFilters, None):
        context.budget.spend()
        members = await context.services.artifacts.reading.members(collection.collection_id)
        details = await context.services.artifacts.reading.details([version for _, version in members])
        found += [(place, one, collection, project) for (place, _), one in zip(members, details, strict=True)]
    matching = chosen(found, lambda one: member_facts(one[0], one[1]), filters, order)
    return page_of([_member(*one) for one in matching], after, first)


def _member(place: Membership, details: VersionDetails, collection: Collection, project: Project) -> MembershipNode:
    return membership_node(place, collection_node(collection, project), details)


async def _collections(
    context: Context, node: EntityNode, project_filters: str | None, filters: str | None, order: str | None
) -> list[tuple[Collection, Project]]:
    projects = await context.services.projects.list(context.principal, node.entity.name)
    pairs: list[tuple[Collection, Project]] = []
    for project in chosen_projects(projects, project_filters, None):
        context.budget.spend()
        listed = await context.services.artifacts.reading.list_collections(project.project_id)
        pairs += [(collection, project) for collection in listed]
    tags = await context.services.artifacts.reading.tags_of_collections([one.collection_id for one, _ in pairs])
    own: dict[int, list[Any]] = {}
    for tag in tags:
        own.setdefault(tag.owner_id, []).append(tag)
    return chosen(pairs, lambda pair: collection_facts(pair[0], own.get(pair[0].collection_id, ())), filters, order)


@project_type.field("members")
async def resolve_members(node: ProjectNode, info: Info) -> list[Node]:
    """Users who were given a role in this project."""
    context = context_of(info)
    found = []
    for user_id, role in node.project.members.users.items():
        context.budget.spend()
        user = await context.services.identity.find_user_by_id(user_id)
        if user is not None:
            found.append(Node(user_node(user, context.principal), role=Node(name=role.value)))
    return found


@project_type.field("teamMembers")
async def resolve_team_members(node: ProjectNode, info: Info) -> list[Node]:
    """Teams that were given a role in this project."""
    teams = node.project.members.teams
    entities = await context_of(info).services.identity.entities_by_id(list(teams))
    return [
        Node(team=entity_node(entities[team_id]), role=Node(name=role.value))
        for team_id, role in teams.items()
        if team_id in entities
    ]


@mutation.field("createProjectMembers")
async def add_members(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Give users and teams a place, as viewers at first."""
    context = context_of(info)
    project = await get_project_by_id(context, input["projectId"])
    user_ids, team_ids = _ids(input)
    await _require_people(context, user_ids, team_ids)
    await context.services.projects.add_members(context.principal, project, user_ids, team_ids)
    return _success(input)


@mutation.field("deleteProjectMembers")
async def remove_members(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    project = await get_project_by_id(context, input["projectId"])
    await context.services.projects.remove_members(context.principal, project, *_ids(input))
    return _success(input)


@mutation.field("updateProjectMember")
async def set_user_role(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    project = await get_project_by_id(context, input["projectId"])
    user_id = decode_number(input["userId"], "User")
    await context.services.projects.set_user_role(context.principal, project, user_id, input["userProjectRole"])
    return _success(input)


@mutation.field("updateProjectTeamMember")
async def set_team_role(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    project = await get_project_by_id(context, input["projectId"])
    team_id = decode_number(input["teamId"], "Entity")
    await context.services.projects.set_team_role(context.principal, project, team_id, input["teamProjectRole"])
    return _success(input)


async def registry_to_link(context: Context, entity_name: str, name: str | None) -> Project | None:
    """The registry that a link names, by the organization or its entity; None when it names another project.

    Raises NotFound when there is no such registry: unlike a project it is not made by linking.
    """
    if not name or not name.startswith(REGISTRY_PREFIX):
        return None
    for owner in (entity_name, await _organization_entity(context, entity_name)):
        project = None if owner is None else await find_project(context, owner, name)
        if project is not None:
            return project
    raise NotFound(f"registry {entity_name}/{name} not found, or you may not see it: create it first")


async def _organization_entity(context: Context, name: str) -> str | None:
    organization = await context.services.identity.find_organization(name)
    return None if organization is None else organization.entity_name


async def check_type_allowed(context: Context, project: Project, type_name: str) -> None:
    """Raise InvalidInput when a registry does not take links to versions of this type."""
    if not project.is_registry or project.allows_all_types:
        return
    if await context.services.artifacts.reading.find_type(project.project_id, type_name) is None:
        raise InvalidInput(
            f"the registry {project.name} does not accept artifacts of type {type_name!r}: add the type to it first"
        )


async def put_types(context: Context, project: Project, types: Sequence[Mapping[str, Any]] | None) -> None:
    """Let a registry accept artifact types. Raises PermissionDenied."""
    if not types:
        return
    project.require_admin(context.principal)
    for given in types:
        context.budget.spend()
        await context.services.artifacts.changing.put_type(project.project_id, given["name"], given.get("description"))


async def _require_people(context: Context, user_ids: Sequence[int], team_ids: Sequence[int]) -> None:
    entities = await context.services.identity.entities_by_id(list(team_ids))
    for team_id in team_ids:
        if team_id not in entities or entities[team_id].kind is not EntityKind.TEAM:
            raise NotFound(f"there is no team with the id {encode_id('Entity', team_id)!r}")
    for user_id in user_ids:
        context.budget.spend()
        if await context.services.identity.find_user_by_id(user_id) is None:
            raise NotFound(f"there is no user with the id {encode_id('User', user_id)!r}")


def _ids(given: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    users = [decode_number(one, "User") for one in given.get("userIds") or ()]
    return users, [decode_number(one, "Entity") for one in given.get("teamIds") or ()]


def _success(given: Mapping[str, Any]) -> Node:
    return Node(success=True, clientMutationId=given.get("clientMutationId"))


BINDABLES = (mutation, entity_type, organization_type, project_type)
