"""Pictures, sounds and documents that Langfuse's clients take out of spans and upload beside them.

In the span stands a reference, `@@@langfuseMedia:type=image/png|id=…|source=…@@@`; the bytes come in three steps: the client
asks for an address, puts the bytes there, and says how it went. They are files of the project that the request's header
names, else of the caller's project `traces`: unlike spans they come without a resource.
Source: langfuse 5, `MediaManager` and `api/media`: an id is the first 22 characters of the SHA-256 in base64url.
"""

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded, MalformedBody
from runlake.products.objects import FileUploads, ObjectFiles, digest_of_sha256
from runlake.protocols.body import read_body
from runlake.protocols.otlp.exports import Exports
from runlake.protocols.otlp.projects import DEFAULT_PROJECT, path_in_headers
from runlake.settings import LimitSettings

_ID_CHARACTERS = 22
_MOST_JSON_BYTES = 64 * 1024


class LangfuseMediaAdapter:
    """Takes the media of Langfuse's clients."""

    def __init__(
        self, exports: Exports, files: ObjectFiles, uploads: FileUploads, limits: LimitSettings, public_url: str | None
    ) -> None:
        self._exports = exports
        self._files = files
        self._uploads = uploads
        self._limits = limits
        self._public_url = public_url

    def routes(self) -> list[Route]:
        return [
            Route("/api/public/media", self.announce, methods=["POST"]),
            Route("/api/public/media/{media_id}", self.finish, methods=["PATCH"]),
            Route("/storage/objects/{project_id:int}/files/{digest}", self.put, methods=["PUT"]),
        ]

    async def announce(self, request: Request) -> Response:
        """Where the bytes may be put; no address when they are there already."""
        principal = await self._exports.principal(request.headers)
        body = _json(await read_body(request, _MOST_JSON_BYTES))
        sha256, length = str(body.get("sha256Hash", "")), body.get("contentLength")
        digest = digest_of_sha256(sha256)
        if not isinstance(length, int) or length > self._limits.body_bytes:
            raise LimitExceeded(f"contentLength is {length}: at most {self._limits.body_bytes} bytes are taken")
        path = path_in_headers(request.headers) or (None, DEFAULT_PROJECT)
        project = await self._exports.project(principal, path)
        media_id = sha256.replace("+", "-").replace("/", "_")[:_ID_CHARACTERS]
        if await self._files.find(project.project_id, digest) is not None:
            return JSONResponse({"mediaId": media_id, "uploadUrl": None})
        base = (self._public_url or str(request.base_url)).rstrip("/")
        address = self._uploads.address(project.project_id, digest)
        return JSONResponse({"mediaId": media_id, "uploadUrl": base + address}, 201)

    async def finish(self, request: Request) -> Response:
        """The client says how its upload went; that it is there is known already."""
        await self._exports.principal(request.headers)
        await read_body(request, _MOST_JSON_BYTES)
        return Response(status_code=204)

    async def put(self, request: Request) -> Response:
        """Store the bytes that the address is for; 200 once they are durable."""
        path, query = request.scope["path"], request.query_params
        self._uploads.check(path, expires=query.get("expires", ""), signature=query.get("signature", ""))
        content = await read_body(request, self._limits.body_bytes)
        parts = request.path_params
        await self._uploads.receive(parts["project_id"], parts["digest"], content)
        return Response(status_code=200)


def _json(body: bytes) -> dict[str, object]:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedBody(f"the body is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise InvalidInput("the body is not a JSON object")
    return document
