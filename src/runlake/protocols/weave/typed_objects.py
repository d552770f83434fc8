"""The typed `/v2` API of operations, models, data sets, scorers and evaluations."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.products.objects import Objects, ObjectVersion, Values, VersionsQuery
from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.typed_publishing import TypedPublishing
from runlake.protocols.weave.typed_wire import NewDataset, NewEvaluation, NewModel, NewOp, NewScorer

_MOST_LISTED = 10_000
_NO_ATTRIBUTES = ("_type", "_class_name", "_bases", "name", "description", "files")
Kind = Literal["Op", "Model", "Dataset", "Scorer", "Evaluation"]


class TypedObjects:
    """Five kinds of objects, each with the same four endpoints."""

    def __init__(self, publishing: TypedPublishing, objects: Objects, values: Values) -> None:
        self._publishing = publishing
        self._objects = objects
        self._values = values

    def routes(self, door: Door) -> list[Route]:
        return [
            *self._four(door, "ops", "Op", self.create_op, NewOp),
            *self._four(door, "models", "Model", self.create_model, NewModel),
            *self._four(door, "datasets", "Dataset", self.create_dataset, NewDataset),
            *self._four(door, "scorers", "Scorer", self.create_scorer, NewScorer),
            *self._four(door, "evaluations", "Evaluation", self.create_evaluation, NewEvaluation),
        ]

    async def create_op(self, asked: Asked) -> dict[str, Any]:
        return (await self._publishing.op(asked, asked.body.name, asked.body.source_code)).answer

    async def create_model(self, asked: Asked) -> dict[str, Any]:
        published = await self._publishing.model(asked, asked.body)
        return published.answer | {"model_ref": published.ref}

    async def create_dataset(self, asked: Asked) -> dict[str, Any]:
        return (await self._publishing.dataset(asked, asked.body)).answer

    async def create_scorer(self, asked: Asked) -> dict[str, Any]:
        published = await self._publishing.scorer(asked, asked.body)
        return published.answer | {"scorer": published.ref}

    async def create_evaluation(self, asked: Asked) -> dict[str, Any]:
        published = await self._publishing.evaluation(asked, asked.body)
        return published.answer | {"evaluation_ref": published.ref}

    def _four(
        self, door: Door, path: str, kind: Kind, create: Callable[[Asked], Awaitable[Any]], body: type
    ) -> list[Route]:
        every = f"/v2/{{entity}}/{{project}}/{path}"
        one = f"{every}/{{object_id}}"

        async def listed(asked: Asked) -> Lines:
            return Lines([await self._row(asked, kind, version) for version in await self._found(asked, kind)])

        async def read(asked: Asked) -> dict[str, Any]:
            return await self._row(asked, kind, await self._version(asked, kind))

        async def delete(asked: Asked) -> dict[str, int]:
            digests = asked.query.getlist("digests") or None
            gone = await self._objects.delete(asked.project.project_id, asked.path["object_id"], digests, _stored(kind))
            return {"num_deleted": len(gone)}

        return [
            *door.routes(every, create, body, access="write"),
            *door.routes(every, listed, method="GET"),
            *door.routes(one, delete, access="write", method="DELETE"),
            *door.routes(f"{one}/versions/{{digest}}", read, method="GET"),
        ]

    async def _found(self, asked: Asked, kind: Kind) -> list[ObjectVersion]:
        query = VersionsQuery(
            kind=_stored(kind),
            latest_only=kind == "Op",
            base_classes=() if kind == "Op" else (kind,),
            limit=min(number_in(asked, "limit", _MOST_LISTED), _MOST_LISTED),
            offset=number_in(asked, "offset", 0),
        )
        return list(await self._objects.list(asked.project.project_id, query))

    async def _version(self, asked: Asked, kind: Kind) -> ObjectVersion:
        project_id, path = asked.project.project_id, asked.path
        return await self._objects.get(project_id, path["object_id"], path["digest"], _stored(kind))

    async def _row(self, asked: Asked, kind: Kind, version: ObjectVersion) -> dict[str, Any]:
        """A version as it is sent: what all have, and what its kind adds."""
        found = (await self._values.read(version.project_id, [version.digest]))[version.digest]
        value = found if isinstance(found, dict) else {}
        row: dict[str, Any] = {
            "object_id": version.name,
            "digest": version.digest,
            "version_index": version.version_index,
            "created_at": version.created_at,
        }
        if kind == "Op":
            return row | {"code": await self._publishing.source(asked, value)}
        row |= {"name": value.get("name") or version.name, "description": value.get("description")}
        if kind == "Model":
            attributes = {name: member for name, member in value.items() if name not in _NO_ATTRIBUTES}
            return row | {
                "source_code": await self._publishing.source(asked, value),
                "attributes": attributes or None,
            }
        return row | _members(kind, value)


def _stored(kind: Kind) -> Literal["object", "op"]:
    return "op" if kind == "Op" else "object"


def _members(kind: Kind, value: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "Dataset":
        return {"rows": value.get("rows", "")}
    if kind == "Scorer":
        return {"score_op": value.get("score", "")}
    return {
        "dataset": value.get("dataset", ""),
        "scorers": value.get("scorers") or [],
        "trials": value.get("trials", 1),
        "evaluation_name": value.get("evaluation_name"),
        "evaluate_op": value.get("evaluate", ""),
        "predict_and_score_op": value.get("predict_and_score", ""),
        "summarize_op": value.get("summarize", ""),
    }


def number_in(asked: Asked, name: str, default: int) -> int:
    """A number of the query, not below 0. Raises InvalidInput."""
    text = asked.query.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise InvalidInput(f"{name} is {text[:40]!r}: it must be a number, not below 0")
    return int(text)
