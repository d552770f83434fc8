"""`POST …/objects`: a version of a prompt, a data set or another value, as our own client publishes it.

They are stored as Weave's clients publish theirs, which read them. Source: the classes that weave 0.54.0 publishes.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.errors import InvalidInput
from runlake.model.json_shape import check_json
from runlake.products.objects import Labels, NewVersion, Objects, RowTables
from runlake.products.projects import Projects
from runlake.protocols.native.deps import Caller

_MOST_ROWS = 20_000
_MOST_LABELS = 20
_SCHEME = "weave:///"

Kind = Literal["prompt", "dataset", "model", "scorer", "object"]
_CLASSES: dict[Kind, list[str]] = {
    "dataset": ["Dataset"],
    "model": ["Model"],
    "scorer": ["Scorer"],
    "object": ["Object"],
}
_OWN = frozenset({"_type", "_class_name", "_bases", "name", "description"})


class NewObjectBody(BaseModel):
    """What is published. A prompt's value is `{content}` or `{messages}`; a data set has `rows`. Aliases move here."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=128)
    kind: Kind = "object"
    value: dict[str, Any] = Field(default_factory=dict)
    description: Annotated[str, Field(max_length=10_000)] | None = None
    rows: list[dict[str, Any]] | None = Field(None, max_length=_MOST_ROWS)
    aliases: list[str] = Field(default_factory=list, max_length=_MOST_LABELS)


class PublishedAnswer(TypedDict):
    """The version, which is the latest of its name now. The same content is the same version."""

    name: str
    version: int
    digest: str
    ref: str


def object_publishing_routes(projects: Projects, objects: Objects, labels: Labels, tables: RowTables) -> APIRouter:
    """The endpoint that versions are published to."""
    router = APIRouter(tags=["objects"])

    @router.post("/projects/{entity}/{project}/objects")
    async def publish(caller: Caller, entity: str, project: str, body: NewObjectBody) -> PublishedAnswer:
        """Publish a version, durable on return; may be repeated. The project is made when it is missing."""
        value = _value(body)
        check_json("what is published", [value, body.rows])
        into = await projects.get_or_create(caller, entity, project)
        path = f"{into.entity_name}/{into.name}"
        if body.kind == "dataset":
            table, _ = await tables.create(into.project_id, body.rows or [])
            value["rows"] = f"{_SCHEME}{path}/table/{table}"
        bases = value["_bases"]
        base = bases[-3] if len(bases) > 2 else value["_class_name"]
        new = NewVersion("object", body.name, value, base, value["_class_name"])
        digest = await objects.publish(into.project_id, new, created_by=caller.username)
        version = await objects.get(into.project_id, body.name, digest, "object")
        if body.aliases:
            await labels.set_aliases(version, body.aliases)
        ref = f"{_SCHEME}{path}/object/{body.name}:{digest}"
        return {"name": body.name, "version": version.version_index, "digest": digest, "ref": ref}

    return router


def _value(body: NewObjectBody) -> dict[str, Any]:
    """The value with the words by which client libraries know its class. Raises InvalidInput."""
    taken = sorted(_OWN & body.value.keys())
    if taken:
        raise InvalidInput(f"the value has {', '.join(taken)}, which are the server's to say")
    if (body.rows is not None) != (body.kind == "dataset"):
        raise InvalidInput("a data set, and nothing else, has rows")
    found = _classes_of_prompt(body.value) if body.kind == "prompt" else _CLASSES[body.kind]
    leaf, *above = found
    bases = [*above, *(["Object"] if leaf != "Object" else []), "BaseModel"]
    words = {"_type": leaf, "_class_name": leaf, "_bases": bases}
    return {**words, "name": body.name, "description": body.description, **body.value}


def _classes_of_prompt(value: dict[str, Any]) -> list[str]:
    if isinstance(value.get("content"), str):
        return ["StringPrompt", "Prompt"]
    messages = value.get("messages")
    if isinstance(messages, list) and all(isinstance(each, dict) for each in messages):
        return ["MessagesPrompt", "Prompt"]
    raise InvalidInput("a prompt has content, a text, or messages, a list of objects")
