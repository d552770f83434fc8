"""Finding types, collections and versions, and their files."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from runlake.model.clock import Clock
from runlake.model.signed_paths import SignedPaths
from runlake.products.artifacts import rules
from runlake.products.artifacts.bytes_in import FILES, FOLDER, last_part
from runlake.products.artifacts.documents import Documents
from runlake.products.artifacts.file_index import AllFiles, FileIndex
from runlake.products.artifacts.records import (
    Alias,
    ArtifactType,
    Collection,
    Content,
    EntryFile,
    Membership,
    Tag,
    Version,
    VersionDetails,
)
from runlake.products.artifacts.store import collections, contents, places, versions, writers
from runlake.products.artifacts.stored_bytes import open_bytes
from runlake.storage.blobs import Blobs, BlobStream
from runlake.storage.metadata import Metadata


class Reading:
    """Reads artifacts. Callers check the right to read the projects of what they get."""

    def __init__(
        self, metadata: Metadata, blobs: Blobs, documents: Documents, paths: SignedPaths, clock: Clock
    ) -> None:
        self._metadata = metadata
        self._blobs = blobs
        self._documents = documents
        self._paths = paths
        self._clock = clock

    async def find_type(self, project_id: int, name: str) -> ArtifactType | None:
        """The type of that name."""
        return await self._metadata.read(partial(collections.find_type, project_id=project_id, name=name))

    async def types_of(self, type_ids: Sequence[int]) -> dict[int, ArtifactType]:
        """Types by id."""
        return await self._metadata.read(partial(collections.find_types, type_ids=type_ids))

    async def list_types(self, project_id: int) -> list[ArtifactType]:
        """All types of a project, in the order in which they came up."""
        return await self._metadata.read(partial(collections.list_types, project_id=project_id))

    async def find_collection(self, project_id: int, name: str) -> Collection | None:
        """The sequence or portfolio of that name."""
        return await self._metadata.read(partial(collections.find_collection, project_id=project_id, name=name))

    async def stored_bytes(self, project_ids: Sequence[int]) -> int:
        """How many bytes these projects have in artifacts; what several versions share counts once."""
        return await self._metadata.read(partial(contents.sum_bytes, project_ids=project_ids))

    async def collection_by_id(self, collection_id: int) -> Collection | None:
        """The collection of that id, unless deleted."""
        work = partial(collections.find_collections, collection_ids=[collection_id])
        found = (await self._metadata.read(work)).get(collection_id)
        return None if found is None or found.is_deleted else found

    async def list_collections(self, project_id: int, type_id: int | None = None) -> list[Collection]:
        """The collections of a project, or those of a type; the newest first."""
        return await self._metadata.read(partial(collections.list_collections, project_id=project_id, type_id=type_id))

    async def tags_of_collections(self, collection_ids: Sequence[int]) -> list[Tag]:
        """The tags of collections; `owner_id` says whose."""
        return await self._metadata.read(lambda connection: places.list_tags(connection, "collection", collection_ids))

    async def aliases_of_collection(self, collection_id: int) -> list[Alias]:
        """All aliases of a collection."""
        return await self._metadata.read(partial(places.list_aliases_of_collection, collection_id=collection_id))

    async def find_version(self, version_id: int) -> Version | None:
        """The version of that id, whatever its state."""
        return await self._metadata.read(partial(versions.find_version, version_id=version_id))

    async def list_by_client(self, client_id: str) -> list[Version]:
        """The versions that their writers know by `client_id`, pending ones too; or sequences' newest. Of any project.

        The first that the caller may read is the one meant.
        """
        return await self._metadata.read(partial(writers.list_by_client, client_id=client_id))

    async def latest(self, collection_id: int) -> Version | None:
        """The newest committed version of a sequence."""
        return await self._metadata.read(partial(versions.find_latest, collection_id=collection_id))

    async def newest(self, collection_id: int) -> Version | None:
        """The version that was announced last in a sequence, pending and deleted ones too."""
        return await self._metadata.read(partial(versions.find_newest, collection_id=collection_id))

    async def find_place(self, collection: Collection, name: str) -> Membership | None:
        """The member that `name` points at: an alias, `v` and a number, or a digest."""

        def work(connection: Connection) -> Membership | None:
            return _find_place(connection, collection, name)

        return await self._metadata.read(work)

    async def members(self, collection_id: int) -> list[tuple[Membership, Version]]:
        """All members of a collection, the newest first."""

        def work(connection: Connection) -> list[tuple[Membership, Version]]:
            found = places.list_members(connection, collection_id)
            by_id = versions.find_versions(connection, [place.version_id for place in found])
            return [(place, by_id[place.version_id]) for place in found]

        return await self._metadata.read(work)

    async def details(self, of: Sequence[Version]) -> list[VersionDetails]:
        """Versions with their sequence, tags, aliases and places, in the order given."""
        return await self._metadata.read(lambda connection: _details(connection, of))

    async def outputs(self, run_number: int) -> list[Version]:
        """Committed versions that a run logged."""
        return await self._metadata.read(partial(versions.list_outputs, run_number=run_number))

    async def inputs(self, run_number: int) -> list[Version]:
        """Committed versions that a run uses."""
        return await self._metadata.read(partial(versions.list_inputs, run_number=run_number))

    async def users(self, version_id: int) -> list[int]:
        """The numbers of the runs that use a version."""
        return await self._metadata.read(partial(versions.list_users, version_id=version_id))

    async def files(self, version: Version) -> Sequence[EntryFile]:
        """The files of a committed version, in the order of names; made when asked for. Raises NotFound."""
        return AllFiles(await self._documents.index(version))

    async def index(self, version: Version) -> FileIndex:
        """The same by name and folder."""
        return await self._documents.index(version)

    def file_path(self, project_id: int, file: EntryFile) -> str:
        """A signed path that answers `GET` of a file's bytes."""
        return self._paths.sign("GET", f"{FILES}/{project_id}/0/{file.hex_digest}/{last_part(file.name)}")

    def manifest_path(self, version: Version) -> str:
        """A signed path that answers `GET` of a committed version's manifest."""
        return self._paths.sign("GET", f"{FOLDER}/manifests/{version.version_id}/wandb_manifest.json")

    async def find_content(self, project_id: int, digest: str) -> Content | None:
        """What a project has stored under that hex digest, of either kind."""
        work = partial(contents.find_contents, project_id=project_id, digests=[digest])
        return (await self._metadata.read(work)).get(digest)

    async def open_content(self, content: Content, first_byte: int = 0, last_byte: int | None = None) -> BlobStream:
        """Open the bytes `first_byte` … `last_byte`, inclusive."""
        return await open_bytes(self._blobs, content, first_byte, last_byte)

    async def read_manifest(self, version: Version) -> bytes:
        """The JSON of a committed version's manifest; b"" when it has none."""
        return b"" if version.manifest_blob is None else await self._blobs.get(version.manifest_blob)


def _find_place(connection: Connection, collection: Collection, name: str) -> Membership | None:
    alias = places.find_alias(connection, collection.collection_id, name)
    if alias is not None:
        return places.find_membership(connection, collection.collection_id, alias.version_id)
    index = rules.index_in(name)
    if index is not None:
        return places.find_at_index(connection, collection.collection_id, index)
    members = places.list_members(connection, collection.collection_id)
    by_id = versions.find_versions(connection, [place.version_id for place in members])
    return next((place for place in members if by_id[place.version_id].digest == name), None)


def _details(connection: Connection, of: Sequence[Version]) -> list[VersionDetails]:
    ids = [version.version_id for version in of]
    memberships = places.list_places(connection, ids)
    aliases = places.list_aliases(connection, ids)
    tags = places.list_tags(connection, "version", ids)
    collection_ids = [version.collection_id for version in of] + [place.collection_id for place in memberships]
    by_id = collections.find_collections(connection, collection_ids)
    return [
        VersionDetails(
            version=version,
            sequence=by_id[version.collection_id],
            tags=tuple(tag for tag in tags if tag.owner_id == version.version_id),
            aliases=tuple(alias for alias in aliases if alias.version_id == version.version_id),
            memberships=tuple(place for place in memberships if place.version_id == version.version_id),
            collections=by_id,
        )
        for version in of
    ]
