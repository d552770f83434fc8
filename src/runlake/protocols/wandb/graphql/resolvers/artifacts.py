"""Reading versions: by id, name and run; their files, makers and users."""

from collections.abc import Sequence
from typing import Any

from ariadne import ObjectType, QueryType, UnionType

from runlake.model import Project, Run
from runlake.products.artifacts import EntryFile, Version, split_name
from runlake.products.files import mimetype_of
from runlake.protocols.wandb.graphql.artifact_nodes import (
    ArtifactNode,
    MembershipNode,
    TypeNode,
    collection_node,
    entry_node,
    manifest_file_node,
    membership_node,
    type_node,
)
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import UserNode, user_node
from runlake.protocols.wandb.graphql.resolvers.artifact_lookup import (
    ProjectsSeen,
    find_artifact,
    find_member,
    nodes_of,
)
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, node_of
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode, RunNode

_MAX_FILES = 5000
_DEFAULT_FILES = 50

query = QueryType()
project_type = ObjectType("Project")
run_type = ObjectType("Run")
artifact_type = ObjectType("Artifact")
type_type = ObjectType("ArtifactType")
membership_type = ObjectType("ArtifactCollectionMembership")
creator_type = UnionType("ArtifactCreator")


@creator_type.type_resolver
def resolve_creator_type(node: Node, *_: Any) -> str:
    return "Run" if isinstance(node, RunNode) else "User"


@query.field("artifact")
async def resolve_artifact(_: object, info: Info, id: str) -> ArtifactNode | None:
    """Null when there is none, or the caller may not see it."""
    return await find_artifact(context_of(info), id)


@query.field("clientIDMapping")
async def resolve_client_id(_: object, info: Info, clientID: str) -> Node | None:  # noqa: N803 - the schema's name
    """The version that its writer knows by an id of its own; pending ones too. Source: protocol notes 8.4, step 6."""
    context = context_of(info)
    seen = ProjectsSeen(context)
    for version in await context.services.artifacts.reading.list_by_client(clientID):
        if await seen.readable(version.project_id) is not None:
            return Node(serverID=encode_id("Artifact", version.version_id))
    return None


@project_type.field("artifactCollectionMembership")
async def resolve_membership(node: ProjectNode, info: Info, name: str) -> MembershipNode | None:
    """A version by `collection:alias`, `collection:v3`, `collection:digest`; a bare name means its latest."""
    return await _find_membership(context_of(info), node.project, name)


async def _find_membership(context: Context, project: Project, name: str) -> MembershipNode | None:
    collection_name, alias = split_name(name)
    found = await context.services.artifacts.reading.find_collection(project.project_id, collection_name)
    return None if found is None else await find_member(context, collection_node(found, project), alias)


@project_type.field("artifact")
async def resolve_artifact_of_project(node: ProjectNode, info: Info, name: str) -> ArtifactNode | None:
    """The version of such a name."""
    membership = await _find_membership(context_of(info), node.project, name)
    if membership is None:
        return None
    found: ArtifactNode | None = await resolve_member(membership, info)
    return found


@type_type.field("artifact")
async def resolve_artifact_of_type(node: TypeNode, info: Info, name: str) -> ArtifactNode | None:
    """The version of such a name, when its collection has this type."""
    membership = await _find_membership(context_of(info), node.project, name)
    if membership is None or membership.collection.collection.type_id != node.type_id:
        return None
    found: ArtifactNode | None = await resolve_member(membership, info)
    return found


@membership_type.field("artifact")
async def resolve_member(node: MembershipNode, info: Info) -> ArtifactNode | None:
    nodes = await nodes_of(context_of(info), [node.details.version], node.collection.project)
    return nodes[0] if nodes else None


@artifact_type.field("artifactType")
async def resolve_type(node: ArtifactNode, info: Info) -> Node:
    type_id = node.details.sequence.type_id
    return type_node((await context_of(info).services.artifacts.reading.types_of([type_id]))[type_id], node.project)


@artifact_type.field("currentManifest")
async def resolve_manifest(node: ArtifactNode, info: Info) -> Node | None:
    """The whole manifest; null while the version is pending."""
    version = node.version
    if version.manifest_blob is None:
        return None
    address = info.context.base_url + info.context.services.artifacts.reading.manifest_path(version)
    name = "wandb_manifest.json"
    file = manifest_file_node(version.version_id, name, url=address, directUrl=address)
    return Node(id=encode_id("ArtifactVersionManifest", version.version_id), file=file)


@artifact_type.field("artifactMemberships")
async def resolve_memberships(
    node: ArtifactNode, info: Info, after: str | None = None, first: int | None = None
) -> Node:
    """The version's places in collections that the caller may read."""
    context = context_of(info)
    seen = ProjectsSeen(context, node.project)
    places = []
    for place in node.details.memberships:
        collection = node.details.collections[place.collection_id]
        project = await seen.readable(collection.project_id)
        if project is not None:
            places.append(membership_node(place, collection_node(collection, project), node.details))
    return page_of(places, after, first)


@artifact_type.field("createdBy")
async def resolve_creator(node: ArtifactNode, info: Info) -> RunNode | UserNode | None:
    """The run that logged the version, or else the user."""
    context = context_of(info)
    if node.version.run_number is not None:
        run = await context.services.runs.find_by_number(node.version.run_number)
        nodes = [] if run is None else await _run_nodes(context, [run])
        return nodes[0] if nodes else None
    user = await context.services.identity.find_user_by_id(node.version.user_id)
    return None if user is None else user_node(user, context.principal)


@artifact_type.field("usedBy")
async def resolve_users(node: ArtifactNode, info: Info, after: str | None = None, first: int | None = None) -> Node:
    """The runs that use the version, as far as the caller may see them."""
    context = context_of(info)
    numbers = await context.services.artifacts.reading.users(node.version.version_id)
    context.budget.spend(len(numbers))
    runs = await context.services.runs.by_numbers(numbers, documents=True)
    return page_of(await _run_nodes(context, [runs[number] for number in numbers if number in runs]), after, first)


async def _run_nodes(context: Context, runs: Sequence[Run]) -> list[RunNode]:
    seen = ProjectsSeen(context)
    projects = [await seen.readable(run.project_id) for run in runs]
    return [node_of(context, run, project) for run, project in zip(runs, projects, strict=True) if project is not None]


@run_type.field("outputArtifacts")
async def resolve_outputs(node: RunNode, info: Info, after: str | None = None, first: int | None = None) -> Node:
    """Committed versions that the run logged."""
    versions = await context_of(info).services.artifacts.reading.outputs(node.run.run_number)
    return await versions_page(info.context, versions, after, first)


@run_type.field("inputArtifacts")
async def resolve_inputs(node: RunNode, info: Info, after: str | None = None, first: int | None = None) -> Node:
    """Committed versions that the run uses, of projects that the caller may read."""
    context = context_of(info)
    seen = ProjectsSeen(context, node.project)
    versions = await context.services.artifacts.reading.inputs(node.run.run_number)
    readable = [version for version in versions if await seen.readable(version.project_id) is not None]
    return await versions_page(context, readable, after, first)


async def versions_page(context: Context, versions: Sequence[Version], after: str | None, first: int | None) -> Node:
    """A page of versions; only those of the page are looked up further."""
    ids = [Node(id=encode_id("Artifact", version.version_id)) for version in versions]
    page = page_of(ids, after, first)
    by_id = {version.version_id: version for version in versions}
    chosen = [by_id[decode_number(edge["cursor"], "Artifact")] for edge in page["edges"]]
    edges = [
        Node(version=f"v{node.version.version_index}", node=node, cursor=node["id"])
        for node in await nodes_of(context, chosen)
    ]
    return Node(totalCount=len(versions), edges=edges, pageInfo=page["pageInfo"])


@artifact_type.field("files")
async def resolve_files(
    node: ArtifactNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    names: list[str] | None = None,
) -> Node:
    return await _files_page(context_of(info), node.version, after, first, names)


@membership_type.field("files")
async def resolve_member_files(
    node: MembershipNode,
    info: Info,
    names: list[str] | None = None,
    after: str | None = None,
    first: int | None = None,
) -> Node:
    return await _files_page(context_of(info), node.details.version, after, first, names)


async def _files_page(
    context: Context, version: Version, after: str | None, first: int | None, names: Sequence[str] | None
) -> Node:
    """A page of a version's files, references too. The cursor is the position: versions do not change."""
    files = [] if version.manifest_blob is None else await context.services.artifacts.reading.files(version)
    if names:
        wanted = set(names)
        files = [file for file in files if file.name in wanted]
    start = int(after) if after and after.isascii() and after.isdigit() else 0
    end = start + min(max(first if first is not None else _DEFAULT_FILES, 0), _MAX_FILES)
    edges = [
        Node(node=_file_node(context, version, file), cursor=str(start + index + 1))
        for index, file in enumerate(files[start:end])
    ]
    page_info = Node(endCursor=str(end) if edges else None, hasNextPage=end < len(files))
    return Node(totalCount=len(files), edges=edges, pageInfo=page_info, uploadHeaders=[])


def _file_node(context: Context, version: Version, file: EntryFile) -> Node:
    if file.reference is not None:
        return entry_node(version, file, file.reference, None)
    path = context.services.artifacts.reading.file_path(version.project_id, file)
    return entry_node(version, file, context.base_url + path, mimetype_of(file.name))


@artifact_type.field("filesByManifestEntries")
async def resolve_entries(
    node: ArtifactNode,
    info: Info,
    entries: list[dict[str, Any]] | None = None,
    after: str | None = None,
    first: int | None = None,
    **_: Any,
) -> Node:
    """One file for each entry that is in the version's manifest, by name."""
    names = [entry["name"] for entry in entries or []]
    return await _files_page(context_of(info), node.version, after, first or _MAX_FILES, names)


BINDABLES = (query, project_type, run_type, type_type, artifact_type, membership_type, creator_type)
