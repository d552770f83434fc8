"""What references stand for: values of objects, parts of them, rows of their tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import LimitExceeded, NotFound, VersionDeleted
from runlake.model import Principal, Project
from runlake.products.objects import Objects, Values
from runlake.protocols.weave.door import Door, encoded, parse
from runlake.protocols.weave.refs import Ref, is_ref, parse_ref
from runlake.protocols.weave.refusals import ObjectsMissing, ValueRefused

_MOST_REFS = 1000
_MISSING = object()


class RefsBody(Struct):
    """`/refs/read_batch`."""

    refs: list[str]


class RefReading:
    """Reads references of any project that the caller may read."""

    def __init__(self, door: Door, objects: Objects, values: Values) -> None:
        self._door = door
        self._objects = objects
        self._values = values

    def routes(self) -> list[Route]:
        return self._door.plain("/refs/read_batch", self.read_batch)

    async def read_batch(self, request: Request) -> Response:
        """The values of references, in their order; null for deleted versions. 404 when one was never there."""
        principal = await self._door.principal(request)
        body: RefsBody = parse(await self._door.body(request), RefsBody)
        if len(body.refs) > _MOST_REFS:
            raise LimitExceeded(f"{len(body.refs)} references at once: send at most {_MOST_REFS}")
        refs = [parse_ref(text) for text in body.refs]
        wrong = next((ref for ref in refs if ref.kind not in ("object", "op")), None)
        if wrong is not None:
            raise ValueRefused(
                f"{wrong.kind.capitalize()} refs not supported: only those to objects and operations are read"
            )
        found = await self.read(principal, body.refs)
        missing = [ref.version for ref, text in zip(refs, body.refs, strict=True) if text not in found]
        if missing:
            raise ObjectsMissing(missing)
        return encoded({"vals": [found[text] for text in body.refs]})

    async def read(self, principal: Principal, texts: Sequence[str]) -> Mapping[str, Any]:
        """Reference → value, None for deleted versions; those that are not there are left out."""
        reading = _Reading(self._door, self._objects, self._values, principal)
        found = {text: await reading.value(parse_ref(text)) for text in dict.fromkeys(texts)}
        return {text: value for text, value in found.items() if value is not _MISSING}


class _Reading:
    """One batch: each project, object and row is looked up once."""

    def __init__(self, door: Door, objects: Objects, values: Values, principal: Principal) -> None:
        self._door, self._objects, self._values, self._principal = door, objects, values, principal
        self._projects: dict[str, Project | None] = {}
        self._found: dict[tuple[str, str, str, str], Any] = {}

    async def value(self, ref: Ref) -> Any:
        project = await self._project(ref.project_name)
        if project is None or ref.kind not in ("object", "op"):
            return _MISSING
        key = (ref.project_name, ref.kind, ref.name, ref.version)
        if key not in self._found:
            self._found[key] = await self._object(project.project_id, ref)
        value = self._found[key]
        for edge, name in ref.edges if value is not _MISSING else ():
            value = await self._step(project.project_id, value, edge, name)
        return value

    async def _project(self, name: str) -> Project | None:
        if name not in self._projects:
            try:
                self._projects[name] = await self._door.project(self._principal, name, "read")
            except NotFound:
                self._projects[name] = None
        return self._projects[name]

    async def _object(self, project_id: int, ref: Ref) -> Any:
        try:
            version = await self._objects.get(project_id, ref.name, ref.version, "op" if ref.kind == "op" else "object")
        except VersionDeleted:
            return None
        except NotFound:
            return _MISSING
        return await self._read(project_id, version.digest)

    async def _step(self, project_id: int, value: Any, edge: str, name: str) -> Any:
        """One edge of a path; null where there is nothing."""
        match edge:
            case "attr" | "key":
                return value.get(name) if isinstance(value, dict) else None
            case "index":
                there = isinstance(value, list) and name.isascii() and name.isdigit() and int(name[:9]) < len(value)
                return value[int(name[:9])] if there else None
        is_table = is_ref(value) and parse_ref(value).kind == "table"
        row = await self._read(project_id, name) if is_table else None
        return None if row is _MISSING else row

    async def _read(self, project_id: int, digest: str) -> Any:
        return (await self._values.read(project_id, [digest])).get(digest, _MISSING)
