"""What else Langfuse's clients ask: whether their key is good; and that the rest of their API is not served, in words."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from runlake.errors import NotFound
from runlake.protocols.otlp.exports import Exports
from runlake.protocols.otlp.projects import DEFAULT_PROJECT, path_in_headers

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class LangfuseRestAdapter:
    """Comes after the adapters of what is served: its last route takes all other paths."""

    def __init__(self, exports: Exports) -> None:
        self._exports = exports

    def routes(self) -> list[Route]:
        return [
            Route("/api/public/projects", self.list_projects, methods=["GET"]),
            Route("/api/public/{rest:path}", self.refuse, methods=METHODS),
        ]

    async def list_projects(self, request: Request) -> Response:
        """The one project that scores and media go to, whether or not it is there: clients check their keys so."""
        principal = await self._exports.principal(request.headers)
        entity, name = path_in_headers(request.headers) or (None, DEFAULT_PROJECT)
        owner = entity or principal.username
        row = {"id": f"{owner}/{name}", "name": name, "organization": {"id": owner, "name": owner}, "metadata": {}}
        return JSONResponse({"data": [row]})

    async def refuse(self, request: Request) -> Response:
        """Say what is not served. Raises NotFound, Unauthenticated."""
        await self._exports.principal(request.headers)
        raise NotFound(
            f"{request.url.path[:200]} is not served: Runlake takes traces, scores and media of Langfuse's clients; "
            "what is stored is read over its own API, /api/v1"
        )
