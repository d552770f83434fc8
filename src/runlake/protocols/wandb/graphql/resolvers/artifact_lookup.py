"""Finding artifacts that a request names, and checking that the caller may use them."""

from collections.abc import Sequence

from runlake.errors import NotFound
from runlake.model import Project
from runlake.products.artifacts import Collection, Membership, Version, VersionDetails
from runlake.protocols.wandb.graphql.artifact_nodes import (
    ArtifactNode,
    CollectionNode,
    MembershipNode,
    alias_node,
    artifact_node,
    collection_node,
    membership_node,
)
from runlake.protocols.wandb.graphql.context import Context
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.protocols.wandb.graphql.translate import Node

_COLLECTION_KINDS = ("ArtifactCollection", "ArtifactSequence", "ArtifactPortfolio")


class ProjectsSeen:
    """Projects by id, each looked up once; None for those that the caller may not read."""

    def __init__(self, context: Context, *known: Project) -> None:
        self._context = context
        self._known: dict[int, Project | None] = {project.project_id: project for project in known}

    async def any(self, project_id: int) -> Project | None:
        """The project, whoever may read it."""
        if project_id not in self._known:
            self._context.budget.spend()
            self._known[project_id] = await self._context.services.projects.by_id(project_id)
        return self._known[project_id]

    async def readable(self, project_id: int) -> Project | None:
        """The project, if the caller may read it."""
        project = await self.any(project_id)
        return None if project is None or project.role_of(self._context.principal) is None else project


async def nodes_of(context: Context, versions: Sequence[Version], *known: Project) -> list[ArtifactNode]:
    """The nodes of versions that the caller may read, in their order."""
    context.budget.spend()
    seen = ProjectsSeen(context, *known)
    nodes = []
    for details in await context.services.artifacts.reading.details(versions):
        node = await _node(seen, details)
        if node is not None:
            nodes.append(node)
    return nodes


async def _node(seen: ProjectsSeen, details: VersionDetails) -> ArtifactNode | None:
    project = await seen.any(details.version.project_id)
    return None if project is None else artifact_node(details, project, await _aliases(seen, details))


async def _aliases(seen: ProjectsSeen, details: VersionDetails) -> list[Node]:
    """The aliases that name a version, in the collections that the caller may read."""
    nodes = []
    for alias in details.aliases:
        collection = details.collections[alias.collection_id]
        project = await seen.readable(collection.project_id)
        if project is not None:
            nodes.append(alias_node(alias, collection_node(collection, project)))
    return nodes


async def member_node(context: Context, collection: CollectionNode, place: Membership) -> MembershipNode | None:
    """The node of a place in a collection that the caller may read."""
    context.budget.spend()
    reading = context.services.artifacts.reading
    version = await reading.find_version(place.version_id)
    if version is None:
        return None
    (details,) = await reading.details([version])
    return membership_node(place, collection, details)


async def find_member(context: Context, collection: CollectionNode, name: str) -> MembershipNode | None:
    """The member of a collection that an alias, a version or a digest points at."""
    context.budget.spend()
    place = await context.services.artifacts.reading.find_place(collection.collection, name)
    return None if place is None else await member_node(context, collection, place)


async def find_artifact(context: Context, global_id: str) -> ArtifactNode | None:
    """A version by its id, if the caller may read its project, or one that it is linked to."""
    version = await context.services.artifacts.reading.find_version(decode_number(global_id, "Artifact"))
    if version is None:
        return None
    context.budget.spend()
    (details,) = await context.services.artifacts.reading.details([version])
    seen = ProjectsSeen(context)
    places = [
        version.project_id,
        *(details.collections[place.collection_id].project_id for place in details.memberships),
    ]
    for project_id in dict.fromkeys(places):
        if await seen.readable(project_id) is not None:
            return await _node(seen, details)
    return None


async def get_artifact(context: Context, global_id: str) -> ArtifactNode:
    """The same, but raises NotFound."""
    node = await find_artifact(context, global_id)
    if node is None:
        raise NotFound(f"artifact {global_id!r:.60} not found, or you may not see it")
    return node


async def get_artifact_to_change(context: Context, global_id: str) -> ArtifactNode:
    """A version whose project the caller may write to. Raises NotFound or PermissionDenied."""
    node = await get_artifact(context, global_id)
    node.project.require_write(context.principal)
    return node


async def find_collection_by_id(context: Context, global_id: str) -> CollectionNode | None:
    """A collection by its id, if the caller may read its project."""
    collection_id = decode_number(global_id, *_COLLECTION_KINDS)
    collection = await context.services.artifacts.reading.collection_by_id(collection_id)
    if collection is None:
        return None
    project = await ProjectsSeen(context).readable(collection.project_id)
    return None if project is None else collection_node(collection, project)


async def get_collection_to_change(context: Context, global_id: str) -> CollectionNode:
    """The same, for writing. Raises NotFound or PermissionDenied."""
    node = await find_collection_by_id(context, global_id)
    if node is None:
        raise NotFound(f"artifact collection {global_id!r:.60} not found, or you may not see it")
    node.project.require_write(context.principal)
    return node


async def get_named_collection(context: Context, project: Project, name: str) -> Collection:
    """A collection of a project by its name. Raises NotFound."""
    context.budget.spend()
    collection = await context.services.artifacts.reading.find_collection(project.project_id, name)
    if collection is None:
        raise NotFound(f"artifact collection {name[:200]!r} not found in {project.entity_name}/{project.name}")
    return collection
