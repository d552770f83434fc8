"""`/storage/artifacts/…`: where clients put and get the bytes of artifacts and their manifests, by signed addresses;
and the addresses that clients make up themselves to download a file, which need a key.

Source: protocol notes 8.6 to 8.9.
"""

from collections.abc import AsyncIterator
from functools import partial
from typing import Literal

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model import Project
from runlake.products.artifacts import Artifacts, Collection, CollectionKind
from runlake.products.files import serve_stored
from runlake.products.identity import Identity
from runlake.products.projects import Projects
from runlake.protocols.artifact_content import NamedContent
from runlake.protocols.wandb.credentials import principal_of
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.settings import LimitSettings

_OPEN = {
    "Access-Control-Allow-Origin": "*",  # any origin may use an address that it holds
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag",
}
_FILE = "/storage/artifacts/wandb_artifacts/{project_id:int}/{version_id:int}/{md5}/{name:path}"
_V2 = "/artifactsV2/{region}/{entity}/{project}/{collection}"


class ArtifactStorageAdapter:
    """Takes and gives bytes of artifacts."""

    def __init__(self, artifacts: Artifacts, identity: Identity, projects: Projects, limits: LimitSettings) -> None:
        self._artifacts = artifacts
        self._identity = identity
        self._projects = projects
        self._limits = limits

    def routes(self) -> list[Route]:
        return [
            Route(_FILE, self.put_file, methods=["PUT"]),
            Route(_FILE, self.get_file, methods=["GET", "HEAD"]),
            Route("/storage/artifacts/parts/{token}/{number:int}", self.put_part, methods=["PUT"]),
            Route("/storage/artifacts/manifests/{manifest_id:int}/{name}", self.put_manifest, methods=["PUT"]),
            Route("/storage/artifacts/manifests/{version_id:int}/{name}", self.get_manifest, methods=["GET"]),
            # With the id of the artifact, and as older clients have it without.
            Route(_V2 + "/{artifact_id}/{birth_id}/{md5}/{name}", self.get_by_path, methods=["GET", "HEAD"]),
            Route(_V2 + "/{birth_id}/{md5}/{name}", self.get_by_path, methods=["GET", "HEAD"]),
            Route("/artifacts/{entity}/{md5}", self.get_by_digest, methods=["GET", "HEAD"]),
        ]

    async def put_file(self, request: Request) -> Response:
        """Store the body; 200 once it is durable. The address holds its MD5, which must fit."""
        self._check(request, "PUT")
        self._check_length(request)
        given = request.path_params
        await self._artifacts.writing.receive_file(
            given["project_id"], given["md5"], given["version_id"], _body(request)
        )
        return Response(status_code=200, headers={**_OPEN, "ETag": f'"{given["md5"]}"'})

    async def put_part(self, request: Request) -> Response:
        """Store the body as a part of a file. Source: protocol notes 8.6: clients hand the `ETag` back on completion."""
        self._check(request, "PUT")
        self._check_length(request)
        given = request.path_params
        md5 = await self._artifacts.writing.parts.receive(given["token"], given["number"], _body(request))
        return Response(status_code=200, headers={**_OPEN, "ETag": f'"{md5}"'})

    async def get_file(self, request: Request) -> Response:
        """The file, or a range of it."""
        self._check(request, "GET")
        given = request.path_params
        return await self._serve(request, given["project_id"], given["md5"], given["name"])

    async def put_manifest(self, request: Request) -> Response:
        """Store the body as the manifest of a pending version."""
        self._check(request, "PUT")
        await self._artifacts.writing.receive_manifest(request.path_params["manifest_id"], _body(request))
        return Response(status_code=200, headers=_OPEN)

    async def get_manifest(self, request: Request) -> Response:
        """The manifest of a committed version."""
        self._check(request, "GET")
        version = await self._artifacts.reading.find_version(request.path_params["version_id"])
        body = b"" if version is None else await self._artifacts.reading.read_manifest(version)
        if not body:
            raise NotFound("the artifact version has no manifest, or was deleted")
        return Response(body, media_type="application/json", headers=_OPEN)

    async def get_by_path(self, request: Request) -> Response:
        """A file of a collection, for callers who may read its project."""
        given = request.path_params
        project = await self._readable(request, given["entity"], given["project"])
        collection = await self._artifacts.reading.find_collection(project.project_id, given["collection"])
        if collection is None:
            raise NotFound(f"artifact collection {given['collection'][:200]!r} not found, or you may not see it")
        project_id = await self._home_of(given.get("artifact_id"), collection)
        return await self._serve(request, project_id, given["md5"], given["name"])

    async def _home_of(self, artifact_id: str | None, collection: Collection) -> int:
        """The project that has the bytes: for a link, the one that the version was logged to."""
        if artifact_id is None or collection.kind is CollectionKind.SEQUENCE:
            return collection.project_id
        version_id = decode_number(artifact_id, "Artifact")
        members = await self._artifacts.reading.members(collection.collection_id)
        homes = [version.project_id for _, version in members if version.version_id == version_id]
        return homes[0] if homes else collection.project_id

    async def get_by_digest(self, request: Request) -> Response:
        """A file of any project of an entity that the caller may read."""
        principal = await principal_of(request, self._identity)
        md5 = request.path_params["md5"]
        for project in await self._projects.list(principal, request.path_params["entity"]):
            if await self._artifacts.reading.find_content(project.project_id, md5) is not None:
                return await self._serve(request, project.project_id, md5, md5)
        raise NotFound("no project that you may read has a file with this digest")

    async def _readable(self, request: Request, entity_name: str, name: str) -> Project:
        principal = await principal_of(request, self._identity)
        project = await self._projects.get(entity_name, name)
        project.require_read(principal)
        return project

    async def _serve(self, request: Request, project_id: int, md5: str, name: str) -> Response:
        content = await self._artifacts.reading.find_content(project_id, md5)
        if content is None:
            raise NotFound(f"the project has no artifact file {name[:200]!r} with this digest")

        open_bytes = partial(self._artifacts.reading.open_content, content)
        response = await serve_stored(NamedContent(name, content), open_bytes, request)
        response.headers.update(_OPEN)
        return response

    def _check(self, request: Request, method: Literal["GET", "PUT"]) -> None:
        path, query = request.scope["path"], request.query_params
        self._artifacts.check_signature(
            method, path, expires=query.get("expires", ""), signature=query.get("signature", "")
        )

    def _check_length(self, request: Request) -> None:
        declared = request.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._limits.upload_bytes:
            raise LimitExceeded(
                f"the file has {declared} bytes; at most {self._limits.upload_bytes} are taken (limits.upload_bytes)"
            )


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        raise InvalidInput("the client went away before the end of its upload") from error
