"""`POST /graphql`. HTTP in and out; thin."""

import json
import logging
import re
from collections import Counter, OrderedDict

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import MalformedBody, RunlakeError
from runlake.model.json_shape import MOST_OF_BODY, check_json_size
from runlake.protocols.body import read_body
from runlake.protocols.wandb.credentials import principal_of
from runlake.protocols.wandb.graphql.batches import Batches
from runlake.protocols.wandb.graphql.context import Context, Services
from runlake.protocols.wandb.graphql.errors import UNEXPECTED, Answer, answer_to_error
from runlake.protocols.wandb.graphql.executor import Executor, Operation, parse_operation
from runlake.protocols.wandb.graphql.schema import build_schema
from runlake.settings import LimitSettings

_LOG = logging.getLogger(__name__)
_REFUSALS_REMEMBERED = 1000
_OPERATION = re.compile(r"\b(?:query|mutation)\s+(\w{1,80})")


class GraphQLAdapter:
    """wandb's GraphQL endpoint.

    `counts` has this protocol's own numbers: requests, errors, refused (documents that need what we lack), unexpected.
    """

    def __init__(self, services: Services, limits: LimitSettings, public_url: str | None = None) -> None:
        self._services = services
        self._limits = limits
        self._public_url = public_url
        self._executor = Executor(build_schema())
        self._refusals_logged: OrderedDict[tuple[str, str], None] = OrderedDict()
        self.counts: Counter[str] = Counter()

    def routes(self) -> list[Route]:
        # Both methods here: else the web UI's catch-all would answer a GET with a page.
        return [Route("/graphql", self.post, methods=["POST"]), Route("/graphql", self.refuse, methods=["GET"])]

    async def refuse(self, request: Request) -> Response:
        """Operations are posted."""
        body = {"errors": [{"message": "send GraphQL operations with POST", "path": []}]}
        return Response(orjson.dumps(body), 405, {"Allow": "POST"}, media_type="application/json")

    async def post(self, request: Request) -> Response:
        """Run one operation."""
        self.counts["requests"] += 1
        try:
            answer = await self._answer(request)
        except RunlakeError as error:
            answer = answer_to_error(error)
        except Exception:  # noqa: BLE001 - the outermost handler
            _LOG.exception("graphql request failed")
            answer = Answer(500, {"errors": [{"message": UNEXPECTED, "path": []}]}, unexpected=1)
        self._count(answer)
        return Response(_encode(answer.body), answer.status, answer.headers, media_type="application/json")

    async def _answer(self, request: Request) -> Answer:
        principal = await principal_of(request, self._services.identity)
        operation = parse_operation(_parse_json(await read_body(request, self._limits.body_bytes)))
        context = Context(
            principal=principal,
            services=self._services,
            base_url=(self._public_url or str(request.base_url)).rstrip("/"),
            headers=request.headers,
            batches=Batches(self._services.metrics, self._services.streams, self._services.files),
        )
        answer = await self._executor.run(operation, context)
        self._log_refusal(request, operation, answer)
        return answer

    def _count(self, answer: Answer) -> None:
        self.counts["errors"] += answer.status >= 400
        self.counts["refused"] += bool(answer.refused)
        self.counts["unexpected"] += answer.unexpected

    def _log_refusal(self, request: Request, operation: Operation, answer: Answer) -> None:
        """Tell the operator what a client wanted that we lack; once for each client and fault."""
        client = request.headers.get("user-agent", "")[:100]
        for reason in answer.refused:
            if (client, reason) in self._refusals_logged:
                continue
            self._refusals_logged[(client, reason)] = None
            if len(self._refusals_logged) > _REFUSALS_REMEMBERED:
                self._refusals_logged.popitem(last=False)
            facts = {"client": client, "operation": _label(operation), "reason": reason[:500]}
            _LOG.warning("graphql document refused", extra=facts)


def _encode(body: object) -> bytes:
    """JSON. Logged text may hold lone surrogates, which only the slow writer can escape."""
    try:
        return orjson.dumps(body)
    except TypeError:
        return json.dumps(body, allow_nan=False).encode()


def _label(operation: Operation) -> str:
    """What to call the operation in a log: clients in Python name it only inside the document."""
    found = _OPERATION.search(operation.query)
    return operation.name or (found.group(1) if found else "unnamed")


def _parse_json(body: bytes) -> object:
    check_json_size([body], MOST_OF_BODY)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedBody(f"the body is not valid JSON: {error}") from error
