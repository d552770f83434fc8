"""`…/object-files/{name}`: the bytes of files that belong to objects and spans, by their digest."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from runlake.errors import NotFound
from runlake.products.objects import ObjectFiles
from runlake.protocols.native.deps import ProjectAccess, ReadProject, access_of

_BESIDE = "traces"
"""The project where media of spans are that came without saying whose they are."""

_SHOWN = "image/(png|jpeg|gif|webp)|(audio|video)/[A-Za-z0-9.+-]{1,40}|application/pdf"
_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
}


def object_file_routes(files: ObjectFiles) -> APIRouter:
    """The endpoint of files by digest."""
    router = APIRouter(tags=["objects"])

    @router.get("/projects/{entity}/{project}/object-files/{name}", response_class=Response)
    async def read_file(
        request: Request,
        target: ReadProject,
        name: Annotated[str, Path(pattern=r"^[\w-]{22,43}$")],
        type_: Annotated[str, Query(alias="type", pattern=f"^({_SHOWN})$")] = "",
    ) -> Response:
        """A file by its digest, or by 22 characters and more that it starts with; `type` is what it is shown as."""
        start = name.replace("-", "X").replace("_", "Y")
        for project_id in await _places(request, target):
            digest = await files.find(project_id, start)
            if digest is not None:
                content = await files.read(project_id, digest)
                return Response(content, headers=_HEADERS, media_type=type_ or "application/octet-stream")
        raise NotFound(f"file {name} not found in this project")

    return router


async def _places(request: Request, target: ProjectAccess) -> list[int]:
    """The project itself, then the one beside it, if the caller may read it."""
    beside = await access_of(request).projects.find(target.project.entity_name, _BESIDE)
    may = beside is not None and beside.role_of(target.principal) is not None
    return [target.project.project_id, *([beside.project_id] if beside is not None and may else [])]
