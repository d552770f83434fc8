"""Files: source text of operations, pictures, sounds, any content."""

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import DigestMismatch, LimitExceeded, MalformedBody
from runlake.products.objects import ObjectFiles, file_digest
from runlake.products.traces import Traces
from runlake.protocols.weave.door import Asked, Door, encoded
from runlake.protocols.weave.object_wire import FileBody, ProjectBody, ProjectStats
from runlake.protocols.weave.refusals import ValueRefused


class FileEndpoints:
    """The endpoints of files. Clients compute the digests by themselves: ours must be the same."""

    def __init__(self, door: Door, files: ObjectFiles, traces: Traces, limit_bytes: int) -> None:
        self._door = door
        self._files = files
        self._traces = traces
        self._limit_bytes = limit_bytes

    def routes(self) -> list[Route]:
        return [
            *(route for path in ("/file/create", "/files/create") for route in self._door.plain(path, self.create)),
            *(
                route
                for path in ("/file/content", "/files/content")
                for route in self._door.routes(path, self.content, FileBody)
            ),
            *(
                route
                for path in ("/files/query_stats", "/files/stats")
                for route in self._door.routes(path, self.stats, ProjectBody)
            ),
            *self._door.routes("/project/stats", self.project_stats, ProjectStats),
        ]

    async def create(self, request: Request) -> Response:
        """Take one file of a multipart form. Raises DigestMismatch."""
        principal = await self._door.principal(request)
        project_name, expected, content = await self._form(request)
        project = await self._door.project(principal, project_name, "write")
        if expected and (found := file_digest(content)) != expected:
            raise DigestMismatch(expected=expected, found=found)
        return encoded({"digest": await self._files.put(project.project_id, content)})

    async def content(self, asked: Asked) -> Response:
        """The bytes of a file, whatever the client says it accepts."""
        content = await self._files.read(asked.project.project_id, asked.body.digest)
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(content, headers=headers, media_type="application/octet-stream")

    async def stats(self, asked: Asked) -> dict[str, int]:
        """The bytes of all files of a project."""
        return {"total_size_bytes": (await self._files.sum_bytes(asked.project.project_id))["files"]}

    async def project_stats(self, asked: Asked) -> dict[str, int]:
        """The bytes of what a project stores, of the kinds that are wanted: all of them when nothing is said."""
        body: ProjectStats = asked.body
        wanted = {
            "files": body.include_file_storage_size is not False,
            "objects": body.include_object_storage_size is not False,
            "tables": body.include_table_storage_size is not False,
            "trace": body.include_trace_storage_size is not False,
        }
        if not any(wanted.values()):
            raise ValueRefused("At least one of the sizes must be asked for")
        found = await self._files.sum_bytes(asked.project.project_id)
        sizes = {"files": found["files"], "objects": found["values"], "tables": found["tables"]}
        sizes["trace"] = await self._traces.sum_bytes(asked.project.project_id) if wanted["trace"] else 0
        return {f"{kind}_storage_size_bytes": size if wanted[kind] else 0 for kind, size in sizes.items()}

    async def _form(self, request: Request) -> tuple[str, str | None, bytes]:
        """Project, expected digest and bytes of a form, in whatever order its parts come."""
        declared = request.headers.get("content-length", "")
        if not declared.isdigit():
            raise MalformedBody("an upload needs a Content-Length")
        if int(declared) > self._limit_bytes:
            raise LimitExceeded(f"the upload is longer than {self._limit_bytes} bytes")
        try:
            async with request.form(max_files=1, max_fields=10) as form:
                file, project, expected = form.get("file"), form.get("project_id"), form.get("expected_digest")
                if not isinstance(file, UploadFile) or not isinstance(project, str):
                    raise MalformedBody("the form has no parts project_id and file")
                return project, expected if isinstance(expected, str) else None, await file.read()
        except HTTPException as error:
            raise MalformedBody(f"the body is no multipart form: {error.detail}") from error
