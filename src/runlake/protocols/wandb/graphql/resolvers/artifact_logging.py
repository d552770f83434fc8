"""Logging a version: announce it, get addresses for its files and manifest, commit. Source: protocol notes 8.4."""

from typing import Any

from ariadne import MutationType, ObjectType

from runlake.errors import InvalidInput, NotFound
from runlake.model import Project
from runlake.products.artifacts import DigestAlgorithm, FileSlot, FileWanted, ManifestKind, NewVersion, Version, hex_of
from runlake.protocols.wandb.graphql.artifact_nodes import (
    ArtifactNode,
    alias_names,
    tag_names,
    type_node,
    upload_manifest_node,
)
from runlake.protocols.wandb.graphql.artifact_parts import part_urls_node, parts_wanted
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.resolvers.artifact_lookup import find_artifact, get_artifact_to_change, nodes_of
from runlake.protocols.wandb.graphql.resolvers.lookup import asks_only, context_of, get_project
from runlake.protocols.wandb.graphql.translate import Node

_MAX_FILES = 10_000

mutation = MutationType()
file_type = ObjectType("File")


@mutation.field("createArtifact")
async def create_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Announce a version, in the project that is made when missing."""
    context = context_of(info)
    _check_region(input.get("storageRegion"))
    projects = context.services.projects
    project = await projects.get_or_create(context.principal, input["entityName"], input["projectName"])
    if project.is_registry:
        raise InvalidInput(f"{project.name} is a registry: log the artifact to a project, then link it")
    new = _new_version(input, await _run_number(context, project, input.get("runName")))
    version = await context.services.artifacts.writing.create(context.principal, project, new)
    return Node(artifact=await _node(context, version, project), clientMutationId=input.get("clientMutationId"))


def _check_region(region: str | None) -> None:
    if region not in (None, "", "default"):
        raise InvalidInput(f"invalid storage region {region!r:.80}: this server has only its default region")


async def _run_number(context: Context, project: Project, run_id: str | None) -> int | None:
    if not run_id:
        return None
    return (await context.services.runs.get(project.project_id, run_id)).run_number


def _new_version(given: dict[str, Any], run_number: int | None) -> NewVersion:
    names = [given["artifactCollectionName"]] if given.get("artifactCollectionName") else []
    names += given.get("artifactCollectionNames") or []
    if not names:
        raise InvalidInput("createArtifact needs the name of a collection")
    return NewVersion(
        type_name=given["artifactTypeName"],
        collection_name=names[0],
        digest=given["digest"],
        description=given.get("description"),
        metadata_json=given.get("metadata"),
        aliases=alias_names(given.get("aliases"), names[0]),
        tags=tag_names(given.get("tags")),
        ttl_s=given.get("ttlDurationSeconds"),
        history_step=given.get("historyStep"),
        distributed_id=given.get("distributedID") or None,
        client_id=given.get("clientID") or None,
        sequence_client_id=given.get("sequenceClientID") or None,
        run_number=run_number,
        deduplicate=given.get("enableDigestDeduplication") is not False,
        digest_algorithm=DigestAlgorithm[given["digestAlgorithm"].removeprefix("MANIFEST_")],
    )


async def _node(context: Context, version: Version, project: Project) -> ArtifactNode:
    return (await nodes_of(context, [version], project))[0]


@mutation.field("createArtifactType")
async def create_type(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a type before anything has it."""
    context = context_of(info)
    project = await get_project(context, input["entityName"], input["projectName"])
    project.require_write(context.principal)
    changing = context.services.artifacts.changing
    made = await changing.put_type(project.project_id, input["name"], input.get("description"))
    return Node(artifactType=type_node(made, project), clientMutationId=input.get("clientMutationId"))


@mutation.field("createArtifactManifest")
async def create_manifest(_: object, info: Info, input: dict[str, Any]) -> Node:
    """A place for a manifest, and the address to upload it to."""
    context = context_of(info)
    node = await get_artifact_to_change(context, input["artifactID"])
    manifest = await context.services.artifacts.writing.open_manifest(
        node.version,
        _manifest_name(input["name"]),
        ManifestKind[input.get("type") or "FULL"],
        input["digest"],
        await _base(context, input.get("baseArtifactID")),
    )
    upload_url = context.base_url + context.services.artifacts.manifest_upload_path(manifest)
    return Node(artifactManifest=upload_manifest_node(manifest, upload_url))


def _manifest_name(name: str) -> str:
    if not name or "/" in name or len(name) > 128:
        raise InvalidInput(f"{name[:80]!r} is not the name of a manifest")
    return name


async def _base(context: Context, global_id: str | None) -> Version | None:
    return None if not global_id else (await get_artifact_to_change(context, global_id)).version


@mutation.field("updateArtifactManifest")
async def update_manifest(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Say what the bytes of a manifest will be."""
    context = context_of(info)
    writing = context.services.artifacts.writing
    found = await writing.find_manifest(decode_number(input["artifactManifestID"], "ArtifactManifest"))
    node = None if found is None else await find_artifact(context, encode_id("Artifact", found.version_id))
    if found is None or node is None:
        raise NotFound(f"artifact manifest {input['artifactManifestID']!r:.60} not found, or you may not see it")
    node.project.require_write(context.principal)
    base = await _base(context, input.get("baseArtifactID"))
    manifest = await writing.update_manifest(found, input.get("digest"), base)
    upload_url = context.base_url + context.services.artifacts.manifest_upload_path(manifest)
    return Node(artifactManifest=upload_manifest_node(manifest, upload_url))


@mutation.field("createArtifactFiles")
async def create_files(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Where to upload each file, in the order asked for. No address: the bytes are here already."""
    context = context_of(info)
    specs = input["artifactFiles"]
    if len(specs) > _MAX_FILES:
        raise InvalidInput(f"{len(specs)} files in one request; {_MAX_FILES} are allowed")
    nodes = {
        global_id: await get_artifact_to_change(context, global_id)
        for global_id in dict.fromkeys(spec["artifactID"] for spec in specs)
    }
    parts = parts_wanted(specs)
    slots: dict[int, FileSlot] = {}
    for global_id, node in nodes.items():
        places = [place for place, spec in enumerate(specs) if spec["artifactID"] == global_id]
        wanted = [_wanted(specs[place], parts[place]) for place in places]
        opened = await context.services.artifacts.writing.open_files(node.version, wanted)
        slots.update(zip(places, opened, strict=True))
    edges = [_upload_edge(context, spec, slots[place]) for place, spec in enumerate(specs)]
    connection = Node(edges=edges, pageInfo=Node(endCursor=None, hasNextPage=False), uploadHeaders=[])
    return Node(files=connection, clientMutationId=input.get("clientMutationId"))


def _wanted(spec: dict[str, Any], parts: tuple[str, ...]) -> FileWanted:
    other = None if spec.get("digest") in (None, "", spec["md5"]) else _hex(spec, "digest")
    return FileWanted(spec["name"], _hex(spec, "md5"), parts, xxh128=other)


def _hex(spec: dict[str, Any], key: str) -> str:
    digest = hex_of(spec[key])
    if digest is None:
        raise InvalidInput(
            f"{spec[key][:60]!r}, the {key} of the file {spec['name'][:100]!r}, is not 16 bytes in base64"
        )
    return digest


def _upload_edge(context: Context, spec: dict[str, Any], slot: FileSlot) -> Node:
    headers = [f"Content-MD5:{spec['md5']}"]
    if spec.get("mimetype"):
        headers.append(f"Content-Type:{spec['mimetype']}")
    node = Node(
        id=encode_id("ArtifactUpload", f"{spec['artifactID']}:{spec['name']}"),
        name=spec["name"],
        displayName=spec["name"],
        sizeBytes=0,
        storagePath=f"wandb_artifacts/{slot.birth_version_id}/{slot.wanted.md5}",
        uploadUrl=None if slot.upload_path is None else context.base_url + slot.upload_path,
        uploadHeaders=headers,
        uploadMultipartUrls=None if slot.parts is None else part_urls_node(slot.parts, context.base_url),
        artifact=Node(id=encode_id("Artifact", slot.birth_version_id)),
        directUrl="",
    )
    return Node(node=node, cursor=spec["name"])


@file_type.field("artifact")
async def resolve_artifact(node: Node, info: Info) -> Node | None:
    """The version that brought the bytes of an upload. Clients want its id only, of thousands of files."""
    known: Node | None = node.get("artifact")
    if known is None or asks_only(info, "id"):
        return known
    return await find_artifact(context_of(info), known["id"])


@mutation.field("commitArtifact")
async def commit_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a version visible. May be repeated."""
    context = context_of(info)
    node = await get_artifact_to_change(context, input["artifactID"])
    version = await context.services.artifacts.writing.commit(node.version)
    committed = await _node(context, version, node.project)
    return Node(artifact=committed, success=True, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation, file_type)
