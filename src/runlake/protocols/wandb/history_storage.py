"""`/storage/history/{run_number}/{name}`: the rows of finished runs as Parquet files.

The addresses come from `parquetHistory` and authorise themselves: clients send no key here. They ask with `HEAD` and
then for ranges, or for the whole file. Source: protocol notes 7.7.
"""

from functools import partial
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import NotFound
from runlake.model import Run
from runlake.products.files import serve_stored
from runlake.products.metrics import HistoryExports

# Any origin may use an address that it holds: there is no cookie or key that a page could borrow.
_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Accept-Ranges, Content-Range, ETag"}
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, if-none-match, if-range, range",
    "Access-Control-Max-Age": "86400",
}


class RunDirectory(Protocol):
    """What is needed of runs."""

    async def find_by_number(self, run_number: int) -> Run | None: ...


class HistoryStorageAdapter:
    """Gives the bytes of history files by signed addresses."""

    def __init__(self, exports: HistoryExports, runs: RunDirectory) -> None:
        self._exports = exports
        self._runs = runs

    def routes(self) -> list[Route]:
        path = "/storage/history/{run_number:int}/{name}"
        return [
            Route(path, self.get, methods=["GET", "HEAD"]),
            Route(path, self.preflight, methods=["OPTIONS"]),
        ]

    async def get(self, request: Request) -> Response:
        """The file, or a range of it; written now if nobody has asked for it before."""
        path, query = request.scope["path"], request.query_params
        self._exports.check_signature(path, expires=query.get("expires", ""), signature=query.get("signature", ""))
        run = await self._runs.find_by_number(request.path_params["run_number"])
        if run is None:
            raise NotFound("the run of this file has been deleted")
        file = await self._exports.get(run, request.path_params["name"])
        response = await serve_stored(file, partial(self._exports.read, file), request)
        response.headers.update(_OPEN)
        return response

    async def preflight(self, _: Request) -> Response:
        """A browser asks before it sends a `Range` to another origin."""
        return Response(status_code=204, headers=_PREFLIGHT)
