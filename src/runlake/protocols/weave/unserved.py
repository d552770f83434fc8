"""What clients can ask for and Runlake does not do: said in words, where a bare 404 would leave their users to guess."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import NotFound
from runlake.protocols.weave.door import Door

_NO_MODELS = "Runlake sends nothing to models by itself: call the model in your program"
_NO_JUDGES = (
    "Runlake runs no scorers by itself: apply them in your program, with Evaluation.evaluate or call.apply_scorer"
)
_NO_CHATS = (
    "Runlake shows conversations on its pages: read their spans with client.get_agent_spans, or as calls with get_calls"
)
UNSERVED = {
    "/completions/create": _NO_MODELS,
    "/completions/create_stream": _NO_MODELS,
    "/image/create": _NO_MODELS,
    "/actions/execute_batch": _NO_JUDGES,
    "/calls/score": _NO_JUDGES,
    "/evaluations/evaluate_model": _NO_JUDGES,
    "/evaluations/rescore": _NO_JUDGES,
    "/files/resolve_url": "files are read through /file/content: there are no links to a bucket",
    "/link_to_registry": "objects are not linked to registries: link an artifact, with run.link_artifact",
    "/project/ttl_settings/update": "traces are kept until they are deleted: there is no retention by age",
    "/agents/search": _NO_CHATS,
    "/agents/conversations/chat": _NO_CHATS,
    "/agents/conversations/spans": _NO_CHATS,
    "/agents/spans/stats": _NO_CHATS,
    "/agents/traces/chat": _NO_CHATS,
}


class Unserved:
    """The endpoints that are not served. 404 is what no client repeats."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def routes(self) -> list[Route]:
        runtimes = "/v2/{entity}/{project}/runtimes/{runtime_name}"
        return [
            *(route for path in UNSERVED for route in self._door.plain(path, self.refuse)),
            *self._door.plain(runtimes, self.refuse_runtime, method="PUT"),
        ]

    async def refuse(self, request: Request) -> Response:
        """Say why. Raises NotFound, Unauthenticated."""
        await self._door.principal(request)
        path = request.url.path.removeprefix("/traces")
        raise NotFound(f"{path} is not served: {UNSERVED[path]}")

    async def refuse_runtime(self, request: Request) -> Response:
        """As above. Raises NotFound, Unauthenticated."""
        await self._door.principal(request)
        raise NotFound(f"runtimes are not served: {_NO_MODELS}")
