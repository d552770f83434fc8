"""`/storage/runs/{run_number}/{name}`: where clients put and get the bytes of run files.

The addresses come from `createRunFiles` and `files { url }` and authorise themselves, because clients send no key here;
when one comes along all the same, it is not looked at. Source: protocol notes 1.6 and 5.3; the wandb client 0.28.2,
`core/internal/filetransfer`: 4xx but 429 are not retried, 5xx are.
"""

from collections.abc import AsyncIterator
from typing import Literal, Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model import Run
from runlake.products.files import Files, serve_file
from runlake.settings import LimitSettings

# Any origin may use an address that it holds: there is no cookie or key that a page could borrow.
_OPEN = {"Access-Control-Allow-Origin": "*"}
_PREFLIGHT = {
    **_OPEN,
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, content-md5, content-type, if-none-match, if-range, range",
    "Access-Control-Max-Age": "86400",
}
_READABLE = {
    **_OPEN,
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag",
}


class RunDirectory(Protocol):
    """What is needed of runs."""

    async def find_by_number(self, run_number: int) -> Run | None: ...


class StorageAdapter:
    """Takes and gives the bytes of run files by signed addresses."""

    def __init__(self, files: Files, runs: RunDirectory, limits: LimitSettings) -> None:
        self._files = files
        self._runs = runs
        self._limits = limits

    def routes(self) -> list[Route]:
        path = "/storage/runs/{run_number:int}/{name:path}"
        return [
            Route(path, self.put, methods=["PUT"]),
            Route(path, self.get, methods=["GET", "HEAD"]),
            Route(path, self.preflight, methods=["OPTIONS"]),
        ]

    async def put(self, request: Request) -> Response:
        """Store the body; 200 once it is durable. An earlier file of that name is replaced."""
        run, name = await self._authorised(request, "PUT")
        declared = request.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._limits.upload_bytes:
            raise LimitExceeded(
                f"the file has {declared} bytes; at most {self._limits.upload_bytes} are taken (limits.upload_bytes)"
            )
        file = await self._files.receive(run, name, _body(request), expected_md5=request.headers.get("content-md5"))
        return Response(status_code=200, headers={**_READABLE, "ETag": file.etag})

    async def get(self, request: Request) -> Response:
        """The file, or a range of it."""
        run, name = await self._authorised(request, "GET")
        response = await serve_file(self._files, run.run_number, name, request)
        response.headers.update(_READABLE)
        return response

    async def preflight(self, _: Request) -> Response:
        """A browser asks before it sends a cross-origin `PUT` or a `Range`."""
        return Response(status_code=204, headers=_PREFLIGHT)

    async def _authorised(self, request: Request, method: Literal["GET", "PUT"]) -> tuple[Run, str]:
        path, query = request.scope["path"], request.query_params
        self._files.check_signature(
            method, path, expires=query.get("expires", ""), signature=query.get("signature", "")
        )
        run = await self._runs.find_by_number(request.path_params["run_number"])
        if run is None:
            raise NotFound("the run of this file has been deleted")
        return run, request.path_params["name"]


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        raise InvalidInput("the client went away before the end of its upload") from error
