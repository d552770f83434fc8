"""`…/runs/{run}/files`: the files of a run, listed and read; and where to upload them."""

from typing import Annotated, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.model import Project, Run
from runlake.products.files import FileQuery, Files, RunFile, serve_file
from runlake.protocols.native.deps import ReadProject, WriteProject

_KEPT_DIGITS = 20


class RunFinder(Protocol):
    """What is needed of runs."""

    async def get(self, project_id: int, run_id: str) -> Run:
        """The run. Raises NotFound."""


class FileBody(TypedDict):
    """A file of a run."""

    name: str
    size_bytes: int
    mimetype: str | None
    updated_at: str
    url: str


class UploadsWanted(BaseModel):
    """Names that files of the run are to have."""

    model_config = ConfigDict(extra="forbid")
    names: list[Annotated[str, Field(min_length=1, max_length=1000)]] = Field(min_length=1, max_length=100)


class Upload(TypedDict):
    """Where one `PUT` of a file goes; for 24 hours, without a key."""

    name: str
    url: str


class Uploads(TypedDict):
    """Where files go, in the order asked for."""

    uploads: list[Upload]


class FilesPage(TypedDict):
    """Files in the order of names; `total` counts those of all pages."""

    files: list[FileBody]
    total: int
    next_cursor: str | None


def file_url(owner: Project, run_id: str, name: str, *, sha256: str = "") -> str:
    """Where a browser with a session reads a file; with the digest in it, it may keep the bytes for good."""
    parts = (quote(part, safe="") for part in (owner.entity_name, owner.name))
    path = f"/api/v1/projects/{'/'.join(parts)}/runs/{quote(run_id, safe='')}/files/{quote(name, safe='/')}"
    return f"{path}?v={sha256[:_KEPT_DIGITS]}" if sha256 else path


def file_routes(runs: RunFinder, files: Files) -> APIRouter:
    """The endpoints of run files."""
    router = APIRouter(tags=["files"])

    @router.get("/projects/{entity}/{project}/runs/{run}/files")
    async def list_files(
        target: ReadProject,
        run: str,
        prefix: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        cursor: Annotated[str | None, Query(max_length=2000)] = None,
    ) -> FilesPage:
        """Files whose names begin with `prefix`, in the order of names; `total` counts them on all pages."""
        found = await runs.get(target.project.project_id, run)
        page = await files.list(found.run_number, FileQuery(prefix=prefix, after=cursor, limit=limit))
        listed = [_file_row(target.project, run, file) for file in page.files]
        return {"files": listed, "total": page.total, "next_cursor": page.next_cursor}

    @router.post("/projects/{entity}/{project}/runs/{run}/uploads")
    async def open_uploads(target: WriteProject, run: str, body: UploadsWanted) -> Uploads:
        """Addresses that take the bytes of files; a file of the same name is replaced. `Content-MD5` is checked when it is sent."""
        found = await runs.get(target.project.project_id, run)
        return {"uploads": [{"name": name, "url": await files.open_upload(found, name)} for name in body.names]}

    @router.head("/projects/{entity}/{project}/runs/{run}/files/{name:path}")
    @router.get("/projects/{entity}/{project}/runs/{run}/files/{name:path}", response_class=Response)
    async def read_file(target: ReadProject, run: str, name: str, request: Request) -> Response:
        """The bytes of a file. Knows `Range`, `If-None-Match`, `If-Range`; `?download=1` makes a browser save it."""
        found = await runs.get(target.project.project_id, run)
        return await serve_file(files, found.run_number, name, request)

    return router


def _file_row(owner: Project, run_id: str, file: RunFile) -> FileBody:
    return {
        "name": file.name,
        "size_bytes": file.size_bytes,
        "mimetype": file.mimetype,
        "updated_at": file.updated_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "url": file_url(owner, run_id, file.name, sha256=file.sha256),
    }
