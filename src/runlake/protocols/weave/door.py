"""How every request comes in and goes out: key, body, project; JSON or lines of JSON; errors in the client's terms."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import unquote

import msgspec
import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded, MalformedBody, RunlakeError, Unauthenticated
from runlake.model import Principal, Project
from runlake.model.json_shape import MOST_OF_BODY, check_json_size
from runlake.products.identity import Identity
from runlake.products.projects import Projects
from runlake.protocols.body import read_body
from runlake.protocols.credentials import api_key_in
from runlake.protocols.weave.refusals import FieldRefused, body_of, headers_of

PREFIXES = ("", "/traces")
"""Clients that are told `WANDB_BASE_URL` alone look below /traces; `WF_TRACE_SERVER_URL` may name either."""

_INLINE_BYTES = 64 * 1024

Access = Literal["read", "write"]


class Named(Protocol):
    """A body that says which project it is about, as `entity/project`."""

    @property
    def project_id(self) -> str: ...


class InProject(msgspec.Struct):
    """The least a body has."""

    project_id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose caller may do this in the project. `body` is of the type that its route declares."""

    principal: Principal
    project: Project
    body: Any
    path: Mapping[str, str]
    query: QueryParams

    @property
    def project_name(self) -> str:
        """`entity/project`, as clients write it."""
        return f"{self.project.entity_name}/{self.project.name}"


class Lines(list[Any]):
    """An answer of one JSON document per line."""


Work = Callable[[Asked], Awaitable[Any]]


class Door:
    """Makes routes of works."""

    def __init__(self, identity: Identity, projects: Projects, limit_bytes: int) -> None:
        self._identity = identity
        self._projects = projects
        self._limit_bytes = limit_bytes

    def routes(
        self, path: str, work: Work, body: type | None = None, *, access: Access = "read", method: str = "POST"
    ) -> list[Route]:
        """The routes of one endpoint. Without a type of body the project comes from the path or the query."""

        async def answer(request: Request) -> Response:
            principal = await self.principal(request)
            parsed = None if body is None else await self._parsed(request, body)
            project = await self.project(principal, _project_name(request, parsed), access)
            return encoded(await work(Asked(principal, project, parsed, request.path_params, request.query_params)))

        return self.plain(path, answer, method=method)

    def plain(self, path: str, work: Callable[[Request], Awaitable[Response]], *, method: str = "POST") -> list[Route]:
        """The routes of an endpoint that reads its request by itself; errors are answered in the client's terms."""

        async def guarded(request: Request) -> Response:
            try:
                return await work(request)
            except RunlakeError as error:
                return refused(error)

        return [Route(f"{prefix}{path}", guarded, methods=[method]) for prefix in PREFIXES]

    async def principal(self, request: Request) -> Principal:
        """Who asks. Raises Unauthenticated."""
        key = api_key_in(request.headers.get("authorization", ""))
        principal = await self._identity.authenticate_key(key) if key else None
        if principal is None:
            raise Unauthenticated("no valid API key in the request: set WANDB_API_KEY to one of this server")
        return principal

    async def project(self, principal: Principal, name: str, access: Access) -> Project:
        """The project of `entity/project`, which is made when it is written to and empty until then.

        Raises NotFound, PermissionDenied.
        """
        entity, slash, project = name.partition("/")
        if not (slash and entity and project):
            raise InvalidInput(f"project_id is {name[:200]!r}: it must be entity/project")
        if access == "write":
            return await self._projects.get_or_create(principal, entity, project)
        return await self._projects.get_or_blank(principal, entity, project)

    async def body(self, request: Request) -> bytes:
        """The bytes of a body, bounded. Raises LimitExceeded, MalformedBody."""
        return await read_body(request, self._limit_bytes)

    async def _parsed(self, request: Request, kind: type) -> Any:
        content = await self.body(request)
        return parse(content, kind) if len(content) < _INLINE_BYTES else await asyncio.to_thread(parse, content, kind)


def parse(content: bytes, kind: type) -> Any:
    """A JSON body of a type. Raises MalformedBody, LimitExceeded; FieldRefused when it is JSON of another shape."""
    check_json_size([content], MOST_OF_BODY)
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        raise FieldRefused(f"the body is not what this endpoint takes: {error}") from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise MalformedBody(f"the body is not JSON that can be read: {error}") from error


def encoded(answer: Any) -> Response:
    """The answer to a request that went well."""
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, Lines):
        return Response(b"".join(dumped(line) + b"\n" for line in answer), media_type="application/jsonl")
    return Response(dumped({} if answer is None else answer), media_type="application/json")


def dumped(value: Any) -> bytes:
    """JSON text, also of integers of any size."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, default=str).encode()


def plain_json(value: Any) -> Any:
    """The value with integers that every JSON reader takes. Raises LimitExceeded when it is nested too deep."""
    try:
        orjson.dumps([[[[[[[[value]]]]]]]])
    except TypeError as error:
        try:
            value = orjson.loads(json.dumps(value))
            orjson.dumps([[[[[[[[value]]]]]]]])
        except (TypeError, ValueError, RecursionError):
            raise LimitExceeded("a value is nested deeper than 200 levels, or is no JSON") from error
    return value


def refused(error: RunlakeError) -> Response:
    """The answer to an error of ours."""
    return Response(dumped(body_of(error)), error.status, headers_of(error), media_type="application/json")


def same_project(names: Iterable[str]) -> str:
    """The project of all parts of a batch. Raises FieldRefused when they are of several, or there is none."""
    found = list(dict.fromkeys(names))
    if len(found) != 1:
        raise FieldRefused(f"a batch is about one project, not about {len(found)}")
    return found[0]


def _project_name(request: Request, body: Named | None) -> str:
    path = request.path_params
    if "entity" in path:
        return f"{unquote(path['entity'])}/{unquote(path['project'])}"
    return request.query_params.get("project_id", "") if body is None else body.project_id
