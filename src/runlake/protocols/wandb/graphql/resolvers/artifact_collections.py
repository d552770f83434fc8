"""Reading types and collections."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ariadne import InterfaceType, ObjectType, QueryType

from runlake.model import Project
from runlake.products.artifacts import Alias, Collection, CollectionKind, Membership, Version
from runlake.protocols.wandb.graphql.artifact_filters import (
    Facts,
    parse_artifact_filters,
    parse_artifact_order,
    sort_key,
)
from runlake.protocols.wandb.graphql.artifact_nodes import (
    ArtifactNode,
    CollectionNode,
    MembershipNode,
    TypeNode,
    algorithm_name,
    alias_node,
    collection_node,
    tag_node,
    type_node,
)
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.resolvers.artifact_lookup import find_collection_by_id, find_member, nodes_of
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, project_node_of
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode

T = TypeVar("T")

query = QueryType()
project_type = ObjectType("Project")
type_type = ObjectType("ArtifactType")
collection_type = InterfaceType("ArtifactCollection")
sequence_type = ObjectType("ArtifactSequence")
portfolio_type = ObjectType("ArtifactPortfolio")


@query.field("artifactCollection")
async def resolve_collection_by_id(_: object, info: Info, id: str) -> CollectionNode | None:
    """Null when there is none, or the caller may not see it."""
    return await find_collection_by_id(context_of(info), id)


@project_type.field("artifactType")
async def resolve_type(node: ProjectNode, info: Info, name: str) -> TypeNode | None:
    found = await context_of(info).services.artifacts.reading.find_type(node.project.project_id, name)
    return None if found is None else type_node(found, node.project)


@project_type.field("artifactTypes")
async def resolve_types(
    node: ProjectNode, info: Info, after: str | None = None, first: int | None = None, **_: Any
) -> Node:
    found = await context_of(info).services.artifacts.reading.list_types(node.project.project_id)
    return page_of([type_node(one, node.project) for one in found], after, first)


@project_type.field("artifactCollection")
async def resolve_collection(node: ProjectNode, info: Info, name: str) -> CollectionNode | None:
    """The sequence or portfolio of that name."""
    found = await context_of(info).services.artifacts.reading.find_collection(node.project.project_id, name)
    return None if found is None else collection_node(found, node.project)


@type_type.field("artifactCollection")
async def resolve_collection_of_type(node: TypeNode, info: Info, name: str) -> CollectionNode | None:
    found = await context_of(info).services.artifacts.reading.find_collection(node.project.project_id, name)
    return None if found is None or found.type_id != node.type_id else collection_node(found, node.project)


@type_type.field("artifactSequence")
async def resolve_sequence_of_type(node: TypeNode, info: Info, name: str) -> CollectionNode | None:
    """The same, unless it is a portfolio."""
    found: CollectionNode | None = await resolve_collection_of_type(node, info, name)
    return None if found is None or found.collection.kind is not CollectionKind.SEQUENCE else found


@project_type.field("artifactCollections")
async def resolve_collections(node: ProjectNode, info: Info, **asked: Any) -> Node:
    reading = context_of(info).services.artifacts.reading
    found = await reading.list_collections(node.project.project_id)
    return await _page_of_collections(context_of(info), node.project, found, **asked)


@type_type.field("artifactCollections")
async def resolve_collections_of_type(node: TypeNode, info: Info, **asked: Any) -> Node:
    reading = context_of(info).services.artifacts.reading
    found = await reading.list_collections(node.project.project_id, node.type_id)
    return await _page_of_collections(context_of(info), node.project, found, **asked)


async def _page_of_collections(
    context: Context,
    project: Project,
    found: Sequence[Collection],
    *,
    after: str | None = None,
    first: int | None = None,
    filters: str | None = None,
    order: str | None = None,
) -> Node:
    chosen = await _chosen_collections(context, found, filters, order)
    page = page_of([collection_node(one, project) for one in chosen], after, first)
    return Node(totalCount=len(chosen), **page)


async def _chosen_collections(
    context: Context, found: Sequence[Collection], filters: str | None, order: str | None
) -> list[Collection]:
    matches = parse_artifact_filters(filters)
    ids = [one.collection_id for one in found]
    tags = await context.services.artifacts.reading.tags_of_collections(ids) if filters else []
    facts: list[Facts] = [
        {
            "name": one.name,
            "description": one.description,
            "type": one.type_name,
            "created_at": one.created_at,
            "updated_at": one.updated_at,
            "state": "READY",
            "tags": (names := [tag.name for tag in tags if tag.owner_id == one.collection_id]),
            "tag": names,
        }
        for one in found
    ]
    return _ordered(found, facts, matches, order)


def _ordered(
    found: Sequence[T], facts: Sequence[Facts], matches: Callable[[Facts], bool], order: str | None
) -> list[T]:
    field, descending = parse_artifact_order(order, "-created_at")
    pairs = [(one, about) for one, about in zip(found, facts, strict=True) if matches(about)]
    if order:
        pairs.sort(key=lambda pair: sort_key(pair[1], field), reverse=descending)
    return [one for one, _ in pairs]


async def resolve_artifacts(
    node: CollectionNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    order: str | None = None,
    filters: str | None = None,
) -> Node:
    """Members of a collection, the newest first unless asked otherwise."""
    context = context_of(info)
    members = await context.services.artifacts.reading.members(node.collection.collection_id)
    tags_wanted = bool(filters) and any(word in str(filters) for word in ("tag", "alias"))
    details = await context.services.artifacts.reading.details([one for _, one in members]) if tags_wanted else []
    labels = {one.version.version_id: one for one in details}
    facts = [
        _facts(place, version, labels.get(version.version_id), node.collection.collection_id)
        for place, version in members
    ]
    chosen = _ordered(members, facts, parse_artifact_filters(filters), order)
    return await _members_page(context, node, chosen, after, first)


def _facts(place: Membership, version: Version, labels: Any, collection_id: int) -> Facts:
    tags = [] if labels is None else [tag.name for tag in labels.tags]
    aliases = [] if labels is None else [one.alias for one in labels.aliases if one.collection_id == collection_id]
    return {
        "state": version.state.name,
        "version_index": place.version_index,
        "digest": version.digest,
        "size": version.size_bytes,
        "file_count": version.file_count,
        "description": version.description,
        "created_at": version.created_at,
        "updated_at": version.updated_at,
        "tags": tags,
        "tag": tags,
        "aliases": aliases,
        "alias": aliases,
    }


async def _members_page(
    context: Context,
    node: CollectionNode,
    chosen: Sequence[tuple[Membership, Version]],
    after: str | None,
    first: int | None,
) -> Node:
    ids = [Node(id=encode_id("Artifact", version.version_id)) for _, version in chosen]
    page = page_of(ids, after, first)
    wanted = {edge["cursor"] for edge in page["edges"]}
    some = [pair for pair, one in zip(chosen, ids, strict=True) if one["id"] in wanted]
    index = {version.version_id: place.version_index for place, version in some}
    nodes = await nodes_of(context, [version for _, version in some], node.project)
    edges = [Node(version=f"v{index[one.version.version_id]}", node=one, cursor=one["id"]) for one in nodes]
    return Node(totalCount=len(chosen), edges=edges, pageInfo=page["pageInfo"])


async def resolve_latest(node: CollectionNode, info: Info) -> ArtifactNode | None:
    """The newest committed version; null when there is none yet."""
    context = context_of(info)
    version = await context.services.artifacts.reading.latest(node.collection.collection_id)
    nodes = [] if version is None else await nodes_of(context, [version], node.project)
    return nodes[0] if nodes else None


async def resolve_member(node: CollectionNode, info: Info, aliasName: str) -> MembershipNode | None:  # noqa: N803
    return await find_member(context_of(info), node, aliasName)


async def resolve_aliases(node: CollectionNode, info: Info, after: str | None = None, first: int | None = None) -> Node:
    found: list[Alias] = await context_of(info).services.artifacts.reading.aliases_of_collection(
        node.collection.collection_id
    )
    return page_of([alias_node(alias, node) for alias in found], after, first)


async def resolve_tags(node: CollectionNode, info: Info) -> Node:
    found = await context_of(info).services.artifacts.reading.tags_of_collections([node.collection.collection_id])
    return Node(edges=[Node(node=tag_node(tag)) for tag in found])


async def resolve_default_type(node: CollectionNode, info: Info) -> TypeNode:
    type_id = node.collection.type_id
    found = await context_of(info).services.artifacts.reading.types_of([type_id])
    return type_node(found[type_id], node.project)


def resolve_project(node: CollectionNode, info: Info) -> ProjectNode | None:
    return project_node_of(info.context, node.project)


# The fields of the interface, on both types that have it.
async def resolve_algorithm(node: CollectionNode, info: Info) -> str | None:
    """How digests are made here: clients keep to it, so that the same files make the same digest. Null: nobody chose."""
    newest = await context_of(info).services.artifacts.reading.newest(node.collection.collection_id)
    return None if newest is None else algorithm_name(newest.digest_algorithm)


for _bound in (sequence_type, portfolio_type):
    _bound.set_field("artifacts", resolve_artifacts)
    _bound.set_field("artifactMembership", resolve_member)
    _bound.set_field("aliases", resolve_aliases)
    _bound.set_field("tags", resolve_tags)
    _bound.set_field("defaultArtifactType", resolve_default_type)
    _bound.set_field("project", resolve_project)
sequence_type.set_field("latestArtifact", resolve_latest)
sequence_type.set_field("digestAlgorithm", resolve_algorithm)


@collection_type.type_resolver
def resolve_kind(node: CollectionNode, *_: Any) -> str:
    return str(node["__typename"])


BINDABLES = (query, project_type, type_type, collection_type, sequence_type, portfolio_type)
