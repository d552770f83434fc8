"""Artifacts → nodes of the schema. Pure; what costs a look-up has resolvers."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from runlake.model import Project
from runlake.products.artifacts import (
    Alias,
    ArtifactType,
    Collection,
    CollectionKind,
    DigestAlgorithm,
    EntryFile,
    Manifest,
    Membership,
    Tag,
    Version,
    VersionDetails,
)
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.translate import Node

_NO_TTL = -2


class TypeNode(Node):
    """An artifact type and its project."""

    project: Project
    type_id: int


class CollectionNode(Node):
    """A collection and its project."""

    collection: Collection
    project: Project


class ArtifactNode(Node):
    """A version and what is shown beside it. `project` is the one that it was logged to."""

    details: VersionDetails
    project: Project

    @property
    def version(self) -> Version:
        return self.details.version


class MembershipNode(Node):
    """A version's place in a collection."""

    place: Membership
    collection: CollectionNode
    details: VersionDetails


class ManifestNode(Node):
    """A manifest: of a committed version, or one that is uploaded."""

    path: str


def type_node(artifact_type: ArtifactType, project: Project) -> TypeNode:
    """The fields of `ArtifactType` that cost nothing."""
    node = TypeNode(
        id=encode_id("ArtifactType", artifact_type.type_id),
        name=artifact_type.name,
        description=artifact_type.description,
        createdAt=artifact_type.created_at,
    )
    node.project = project
    node.type_id = artifact_type.type_id
    return node


def collection_node(collection: Collection, project: Project) -> CollectionNode:
    """The fields of a collection that cost nothing."""
    is_sequence = collection.kind is CollectionKind.SEQUENCE
    node = CollectionNode(
        __typename="ArtifactSequence" if is_sequence else "ArtifactPortfolio",
        id=encode_id("ArtifactCollection", collection.collection_id),
        name=collection.name,
        description=collection.description,
        createdAt=collection.created_at,
        updatedAt=collection.updated_at,
        state="DELETED" if collection.is_deleted else "READY",
    )
    node.collection = collection
    node.project = project
    return node


def algorithm_name(algorithm: DigestAlgorithm) -> str:
    """The value of the enum `ArtifactDigestAlgorithm`."""
    return f"MANIFEST_{algorithm.name}"


def artifact_node(details: VersionDetails, project: Project, aliases: Sequence[Node]) -> ArtifactNode:
    """The fields of `Artifact` that cost nothing. `aliases` are those that the caller may see."""
    version = details.version
    node = ArtifactNode(
        id=encode_id("Artifact", version.version_id),
        versionIndex=version.version_index,
        description=version.description,
        metadata=version.metadata_json,
        ttlDurationSeconds=details.ttl_s or _NO_TTL,
        ttlIsInherited=version.ttl_s is None,
        tags=[tag_node(tag) for tag in details.tags],
        historyStep=version.history_step,
        state=version.state.name,
        size=version.size_bytes,
        digest=version.digest,
        digestAlgorithm=algorithm_name(version.digest_algorithm),
        commitHash=_commit_hash(version),
        fileCount=version.file_count,
        createdAt=version.created_at,
        updatedAt=version.updated_at,
        artifactSequence=collection_node(details.sequence, project),
        aliases=list(aliases),
    )
    node.details = details
    node.project = project
    return node


def _commit_hash(version: Version) -> str | None:
    """A name for this commit alone, which clients insist on; two versions may have the same digest."""
    if version.version_index is None:
        return None
    return hashlib.sha256(f"{version.version_id}:{version.digest}".encode()).hexdigest()[:20]


def alias_node(alias: Alias, collection: CollectionNode) -> Node:
    """An alias of a collection."""
    return Node(id=encode_id("ArtifactAlias", alias.alias_id), alias=alias.alias, artifactCollection=collection)


def tag_node(tag: Tag) -> Node:
    """A tag of a version or a collection."""
    return Node(id=encode_id("Tag", tag.tag_id), name=tag.name)


def membership_node(place: Membership, collection: CollectionNode, details: VersionDetails) -> MembershipNode:
    """The fields of a membership that cost nothing."""
    aliases = [alias for alias in details.aliases if alias.collection_id == place.collection_id]
    node = MembershipNode(
        id=encode_id("ArtifactCollectionMembership", place.membership_id),
        versionIndex=place.version_index,
        createdAt=place.created_at,
        aliases=[alias_node(alias, collection) for alias in aliases],
        artifactCollection=collection,
    )
    node.place = place
    node.collection = collection
    node.details = details
    return node


def entry_node(version: Version, file: EntryFile, address: str, mimetype: str | None) -> Node:
    """A file of a version. Source: protocol notes 8.8: references are listed like files."""
    return Node(
        id=encode_id("ArtifactFile", f"{version.version_id}:{file.name}"),
        name=file.name,
        displayName=file.name,
        url=address,
        directUrl=address,
        sizeBytes=file.size_bytes,
        storagePath=None if file.reference else f"wandb_artifacts/{version.project_id}/{file.hex_digest}",
        mimetype=mimetype,
        updatedAt=version.updated_at,
        digest=file.digest,
        md5=file.digest,
    )


def manifest_file_node(owner_id: int, name: str, **fields: Any) -> Node:
    """The file of a manifest."""
    return Node(
        id=encode_id("ArtifactManifestFile", owner_id),
        name=name,
        displayName=name,
        sizeBytes=0,
        mimetype="application/json",
        **fields,
    )


def upload_manifest_node(manifest: Manifest, upload_url: str) -> Node:
    """A manifest that is about to be uploaded."""
    headers = [f"Content-MD5:{manifest.md5}"] if manifest.md5 else []
    file = manifest_file_node(
        manifest.manifest_id,
        manifest.name,
        uploadUrl=upload_url,
        uploadHeaders=[*headers, "Content-Type:application/json"],
        directUrl=upload_url,
    )
    return Node(id=encode_id("ArtifactManifest", manifest.manifest_id), file=file)


def tag_names(given: Sequence[Mapping[str, Any]] | None) -> tuple[str, ...]:
    """The names in a list of `TagInput`."""
    return tuple(tag["tagName"] for tag in given or ())


def alias_names(given: Sequence[Mapping[str, Any]] | None, collection_name: str | None = None) -> tuple[str, ...]:
    """The aliases in a list of `ArtifactAliasInput`; of one collection when it is named."""
    chosen = [alias for alias in given or () if collection_name in (None, alias["artifactCollectionName"])]
    return tuple(alias["alias"] for alias in chosen)
