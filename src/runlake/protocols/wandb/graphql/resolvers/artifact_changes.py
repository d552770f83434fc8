"""Changing versions and collections, and saying what runs use."""

from typing import Any

from ariadne import MutationType

from runlake.errors import InvalidInput, NotFound
from runlake.products.artifacts import CollectionKind, Editor, VersionChange
from runlake.protocols.wandb.graphql.artifact_nodes import (
    ArtifactNode,
    CollectionNode,
    alias_names,
    collection_node,
    tag_names,
    tag_node,
)
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.resolvers.artifact_lookup import (
    find_artifact,
    get_artifact,
    get_artifact_to_change,
    get_collection_to_change,
    get_named_collection,
    member_node,
    nodes_of,
)
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project, get_run
from runlake.protocols.wandb.graphql.resolvers.registries import check_type_allowed, registry_to_link
from runlake.protocols.wandb.graphql.translate import Node

mutation = MutationType()


@mutation.field("useArtifact")
async def use_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Remember that a run uses a version."""
    context = context_of(info)
    run = await get_run(context, input["entityName"], input["projectName"], input["runName"])
    node = await get_artifact(context, input["artifactID"])
    await context.services.artifacts.changing.use(node.version, run.run.run_number, input.get("usedAs"))
    return _payload(node, input)


@mutation.field("updateArtifact")
async def update_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Change what is not null."""
    context = context_of(info)
    node = await get_artifact_to_change(context, input["artifactID"])
    aliases = input.get("aliases")
    change = VersionChange(
        description=input.get("description"),
        metadata_json=input.get("metadata"),
        ttl_s=input.get("ttlDurationSeconds"),
        tags_to_add=tag_names(input.get("tagsToAdd")),
        tags_to_delete=tag_names(input.get("tagsToDelete")),
        aliases=None if aliases is None else alias_names(aliases, node.details.sequence.name),
    )
    version = await context.services.artifacts.changing.update(node.version, change, by=context.principal.user_id)
    (changed,) = await nodes_of(context, [version], node.project)
    return _payload(changed, input)


@mutation.field("deleteArtifact")
async def delete_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete a version; with its aliases if asked to."""
    context = context_of(info)
    node = await get_artifact_to_change(context, input["artifactID"])
    await context.services.artifacts.changing.delete(node.version, even_with_aliases=bool(input.get("deleteAliases")))
    return _payload(node, input)


def _payload(node: ArtifactNode, given: dict[str, Any]) -> Node:
    return Node(artifact=node, success=True, clientMutationId=given.get("clientMutationId"))


@mutation.field("linkArtifact")
async def link_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Put a version into a collection of links, which is made when missing."""
    context = context_of(info)
    node = await _artifact_to_link(context, input)
    project, name = await _link_target(context, input)
    project.require_write(context.principal)
    await check_type_allowed(context, project, node.details.sequence.type_name)
    place = await context.services.artifacts.promoting.link(
        Editor.of(context.principal, project),
        node.version,
        node.details.sequence,
        project.project_id,
        name,
        alias_names(input.get("aliases")),
    )
    target = collection_node(await get_named_collection(context, project, name), project)
    membership = await member_node(context, target, place)
    return Node(
        versionIndex=place.version_index,
        artifactMembership=membership,
        clientMutationId=input.get("clientMutationId"),
    )


async def _artifact_to_link(context: Context, given: dict[str, Any]) -> ArtifactNode:
    if given.get("artifactID"):
        return await get_artifact(context, given["artifactID"])
    if not given.get("clientID"):
        raise InvalidInput("linkArtifact needs the id of an artifact")
    for version in await context.services.artifacts.reading.list_by_client(given["clientID"]):
        node = await find_artifact(context, encode_id("Artifact", version.version_id))
        if node is not None:
            return node
    raise NotFound("the artifact to link was not found, or you may not see it")


async def _link_target(context: Context, given: dict[str, Any]) -> Any:
    if given.get("artifactPortfolioID"):
        found = await get_collection_to_change(context, given["artifactPortfolioID"])
        return found.project, found.collection.name
    if not given.get("artifactPortfolioName"):
        raise InvalidInput("linkArtifact needs the name of a collection")
    entity_name, project_name = given.get("entityName") or context.default_entity, given.get("projectName")
    project = await registry_to_link(context, entity_name, project_name)
    if project is None:
        project = await context.services.projects.get_or_create(context.principal, entity_name, project_name)
    return project, given["artifactPortfolioName"]


@mutation.field("unlinkArtifact")
async def unlink_artifact(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    collection = await get_collection_to_change(context, input["artifactPortfolioID"])
    node = await get_artifact(context, input["artifactID"])
    editor = Editor.of(context.principal, collection.project)
    await context.services.artifacts.promoting.unlink(editor, node.version, collection.collection)
    return Node(artifactID=node["id"], **_success(input))


@mutation.field("addAliases")
async def add_aliases(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Let aliases name a version, in each collection that is given."""
    context = context_of(info)
    node = await get_artifact(context, input["artifactID"])
    for collection, aliases in await _aliases_by_collection(context, input):
        editor = Editor.of(context.principal, collection.project)
        await context.services.artifacts.promoting.add_aliases(editor, node.version, collection.collection, aliases)
    return _success(input)


@mutation.field("deleteAliases")
async def delete_aliases(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Take aliases from a version."""
    context = context_of(info)
    node = await get_artifact(context, input["artifactID"])
    for collection, aliases in await _aliases_by_collection(context, input):
        editor = Editor.of(context.principal, collection.project)
        await context.services.artifacts.promoting.delete_aliases(editor, node.version, collection.collection, aliases)
    return _success(input)


async def _aliases_by_collection(context: Context, given: dict[str, Any]) -> list[tuple[CollectionNode, list[str]]]:
    """The collections of a list of aliases, all of which the caller may change."""
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for alias in given["aliases"]:
        path = (alias["entityName"], alias["projectName"], alias["artifactCollectionName"])
        wanted.setdefault(path, []).append(alias["alias"])
    found = []
    for path, aliases in wanted.items():
        found.append((await _named_to_change(context, *path), aliases))
    return found


async def _named_to_change(context: Context, entity_name: str, project_name: str, name: str) -> CollectionNode:
    project = await get_project(context, entity_name, project_name)
    project.require_write(context.principal)
    return collection_node(await get_named_collection(context, project, name), project)


@mutation.field("updateArtifactSequence")
async def update_sequence(_: object, info: Info, input: dict[str, Any]) -> Node:
    return await _update_collection(context_of(info), input["artifactSequenceID"], input)


@mutation.field("updateArtifactPortfolio")
async def update_portfolio(_: object, info: Info, input: dict[str, Any]) -> Node:
    return await _update_collection(context_of(info), input["artifactPortfolioID"], input)


async def _update_collection(context: Context, global_id: str, given: dict[str, Any]) -> Node:
    node = await get_collection_to_change(context, global_id)
    changed = await context.services.artifacts.changing.update_collection(
        node.collection, name=given.get("name"), description=given.get("description")
    )
    return Node(artifactCollection=collection_node(changed, node.project))


@mutation.field("moveArtifactSequence")
async def move_sequence(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Give a sequence another type, which is made when missing."""
    context = context_of(info)
    node = await get_collection_to_change(context, input["artifactSequenceID"])
    moved = await context.services.artifacts.changing.move(node.collection, input["destinationArtifactTypeName"])
    return Node(artifactCollection=collection_node(moved, node.project))


@mutation.field("deleteArtifactSequence")
async def delete_sequence(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete a sequence with all its versions."""
    return await _delete_collection(context_of(info), input["artifactSequenceID"], CollectionKind.SEQUENCE)


@mutation.field("deleteArtifactPortfolio")
async def delete_portfolio(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete a collection of links; what it links to stays."""
    return await _delete_collection(context_of(info), input["artifactPortfolioID"], CollectionKind.PORTFOLIO)


async def _delete_collection(context: Context, global_id: str, kind: CollectionKind) -> Node:
    node = await get_collection_to_change(context, global_id)
    if node.collection.kind is not kind:
        raise InvalidInput(f"the collection {node.collection.name!r} is a {node.collection.kind}, not a {kind}")
    deleted = await context.services.artifacts.changing.delete_collection(node.collection)
    return Node(artifactCollection=collection_node(deleted, node.project))


@mutation.field("createArtifactCollectionTagAssignments")
async def tag_collection(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    node = await _named_to_change(context, input["entityName"], input["projectName"], input["artifactCollectionName"])
    tags = await context.services.artifacts.changing.tag_collection(
        node.collection, tag_names(input["tags"]), by=context.principal.user_id
    )
    return Node(tags=[tag_node(tag) for tag in tags], clientMutationId=input.get("clientMutationId"))


@mutation.field("deleteArtifactCollectionTagAssignments")
async def untag_collection(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    node = await _named_to_change(context, input["entityName"], input["projectName"], input["artifactCollectionName"])
    await context.services.artifacts.changing.untag_collection(
        node.collection, tag_names(input["tags"]), by=context.principal.user_id
    )
    return _success(input)


def _success(given: dict[str, Any]) -> Node:
    return Node(success=True, clientMutationId=given.get("clientMutationId"))


BINDABLES = (mutation,)
