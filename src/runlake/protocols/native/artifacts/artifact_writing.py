"""Logging a version: announce it, send what the project does not have, then its list of files, commit. Each may be repeated."""

from base64 import b64encode
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.errors import InvalidInput, NotFound
from runlake.model import Run
from runlake.products.artifacts import (
    MAX_PARTS,
    Artifacts,
    FileSlot,
    FileWanted,
    ManifestKind,
    NewVersion,
    Version,
    VersionState,
)
from runlake.protocols.native.artifacts.artifact_sources import Name, VersionAddress, source_of
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Place
from runlake.protocols.native.deps import ReadProject, WriteProject

_BASE = "/projects/{entity}/{project}"
_UPLOADS = _BASE + "/artifacts/{collection}/uploads"
_UPLOAD = _UPLOADS + "/{upload}"
_MANIFEST_OF = _BASE + "/artifacts/{collection}/versions/{version}/manifest"
_MANIFEST = "manifest.json"
_MOST_METADATA_BYTES = 4 * 1024 * 1024
_Md5 = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewUpload(_Body):
    """What is known of a version before its files come. `digest` is the MD5 of its list of files; `client_id` names this attempt."""

    type: Name
    digest: _Md5
    client_id: Annotated[str, Field(min_length=8, max_length=128)]
    description: str | None = Field(None, max_length=100_000)
    metadata: dict[str, Any] | None = None
    aliases: Annotated[list[Name], Field(max_length=50)] = []
    tags: Annotated[list[Name], Field(max_length=50)] = []
    ttl_s: int | None = Field(None, ge=1, le=10_000_000_000)
    run: str | None = Field(None, max_length=128, description="The run that logs it.")


class NewFile(_Body):
    """A file of the version; with `part_md5s` it comes in parts of one size, the last may be smaller."""

    name: str = Field(min_length=1, max_length=2000)
    md5: _Md5
    part_md5s: Annotated[list[_Md5], Field(max_length=MAX_PARTS)] = []


class NewFiles(_Body):
    """Files to be sent."""

    files: list[NewFile] = Field(min_length=1, max_length=1000)


class ManifestWanted(_Body):
    """The MD5 of the list of files that will come."""

    md5: _Md5


class CompletedParts(_Body):
    """What was sent, in order."""

    part_md5s: list[_Md5] = Field(min_length=1, max_length=MAX_PARTS)


class UsedVersion(VersionAddress):
    """A version that a run uses; `used_as` says what for."""

    used_as: str | None = Field(None, max_length=200)


class VersionUpload(TypedDict):
    """A version on its way: `version` is null until it is committed, or when the newest one has the same content."""

    upload: int
    state: str
    version: str | None


class PartPlaces(TypedDict):
    """Where the parts of a file go, in order, null for one that is there; `token` completes them."""

    token: str
    urls: list[str | None]


class FilePlace(TypedDict):
    """Where a file goes; nowhere when the project has its bytes."""

    name: str
    url: str | None
    parts: PartPlaces | None


class FilePlaces(TypedDict):
    """Where files go, in the order asked for."""

    files: list[FilePlace]


class ManifestBody(TypedDict):
    """The list of a version's files: path → `{digest, size, ref?}`; digests are MD5 (or XXH128) in base64."""

    contents: dict[str, Any]


class Address(TypedDict):
    """Where one `PUT` goes."""

    url: str


def artifact_writing_routes(views: ArtifactViews) -> APIRouter:
    """The routes that clients log versions by, and say what their runs use."""
    router = APIRouter(tags=["artifacts"])
    _add_uploads(router, views)
    _add_commit(router, views)
    _add_uses(router, views)
    return router


def _add_uploads(router: APIRouter, views: ArtifactViews) -> None:
    writing = views.artifacts.writing

    @router.post(_UPLOADS, status_code=201)
    async def announce_version(target: WriteProject, collection: str, body: NewUpload) -> VersionUpload:
        """Announce a version. `state` is `committed` when the newest one has the same content: then nothing is to be sent."""
        if target.project.is_registry:
            raise InvalidInput(f"{target.project.name} is a registry: log the artifact to a project, then link it")
        run = None if body.run is None else await views.runs.get(target.project.project_id, body.run)
        version = await writing.create(target.principal, target.project, _new(collection, body, run))
        return _upload_row(version)

    @router.post(_UPLOAD + "/files")
    async def open_artifact_files(target: WriteProject, collection: str, upload: int, body: NewFiles) -> FilePlaces:
        """Where to send files; none for those whose bytes the project has. Addresses hold for 24 hours, without a key."""
        version = await _pending(views.artifacts, target, collection, upload)
        wanted = [FileWanted(file.name, file.md5, tuple(file.part_md5s)) for file in body.files]
        return {"files": [_place_row(slot) for slot in await writing.open_files(version, wanted)]}

    @router.post(_UPLOAD + "/parts/{token}", status_code=204)
    async def complete_parts(
        target: WriteProject, collection: str, upload: int, token: str, body: CompletedParts
    ) -> None:
        """Make a file of its parts."""
        version = await _pending(views.artifacts, target, collection, upload)
        await writing.parts.complete(version, token, dict(enumerate(body.part_md5s, 1)))


def _add_commit(router: APIRouter, views: ArtifactViews) -> None:
    writing = views.artifacts.writing

    @router.post(_UPLOAD + "/manifest")
    async def open_manifest(target: WriteProject, collection: str, upload: int, body: ManifestWanted) -> Address:
        """Where the list of files goes: JSON, `{contents: {path: {digest, size, ref?}}}` with MD5s in base64."""
        version = await _pending(views.artifacts, target, collection, upload)
        md5 = b64encode(bytes.fromhex(body.md5)).decode()
        manifest = await writing.open_manifest(version, _MANIFEST, ManifestKind.FULL, md5, None)
        return {"url": views.artifacts.manifest_upload_path(manifest)}

    @router.post(_UPLOAD + "/commit")
    async def commit_version(target: WriteProject, collection: str, upload: int) -> VersionUpload:
        """Make the version visible, and move its aliases. 400 names a file that is missing."""
        return _upload_row(await writing.commit(await _pending(views.artifacts, target, collection, upload)))

    @router.get(_MANIFEST_OF, response_class=Response, responses={200: {"model": ManifestBody}})
    async def read_manifest(target: ReadProject, collection: str, version: str) -> Response:
        """All files of a version."""
        place = await views.place(target, collection, version)
        body = await views.artifacts.reading.read_manifest(place.version)
        return Response(body or b'{"contents":{}}', media_type="application/json")


def _add_uses(router: APIRouter, views: ArtifactViews) -> None:
    @router.post(_BASE + "/runs/{run}/artifacts", status_code=204)
    async def use_version(request: Request, target: WriteProject, run: str, body: UsedVersion) -> None:
        """Remember that the run uses a version."""
        found = await views.runs.get(target.project.project_id, run)
        source: Place = await source_of(request, views, target, body)
        await views.artifacts.changing.use(source.version, found.run_number, body.used_as)


def _new(collection: str, body: NewUpload, run: Run | None) -> NewVersion:
    try:
        metadata = None if body.metadata is None else orjson.dumps(body.metadata).decode()
    except TypeError as error:
        raise InvalidInput(f"the metadata cannot be kept as JSON: {error}") from error
    if metadata is not None and len(metadata) > _MOST_METADATA_BYTES:
        raise InvalidInput(f"the metadata have {len(metadata)} characters; {_MOST_METADATA_BYTES} are taken")
    return NewVersion(
        type_name=body.type,
        collection_name=collection,
        digest=body.digest,
        description=body.description,
        metadata_json=metadata,
        aliases=tuple(body.aliases),
        tags=tuple(body.tags),
        ttl_s=body.ttl_s,
        client_id=body.client_id,
        run_number=None if run is None else run.run_number,
    )


async def _pending(artifacts: Artifacts, target: WriteProject, collection: str, upload: int) -> Version:
    """The version that is uploaded; a committed one too, since its writer may not have heard. Raises NotFound."""
    version = await artifacts.reading.find_version(upload)
    home = await artifacts.reading.find_collection(target.project.project_id, collection)
    if version is None or home is None or version.collection_id != home.collection_id:
        raise NotFound(f"upload {upload} not found in {collection[:200]!r}: announce the version again")
    return version


def _upload_row(version: Version) -> VersionUpload:
    is_committed = version.state is VersionState.COMMITTED
    name = f"v{version.version_index}" if is_committed else None
    return {"upload": version.version_id, "state": version.state.value, "version": name}


def _place_row(slot: FileSlot) -> FilePlace:
    parts: PartPlaces | None = None
    if slot.parts is not None:
        numbered = enumerate(slot.parts.upload_paths, 1)
        urls = [None if number in slot.parts.stored else path for number, path in numbered]
        parts = {"token": slot.parts.token, "urls": urls}
    return {"name": slot.wanted.name, "url": slot.upload_path, "parts": parts}
