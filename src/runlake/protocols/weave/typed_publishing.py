"""Publishing what the typed `/v2` API describes: source texts become files, descriptions become values."""

import re
from dataclasses import dataclass
from typing import Any

from runlake.errors import NotFound
from runlake.products.objects import NewVersion, ObjectFiles, Objects, ObjectVersion, RowTables, Values
from runlake.protocols.weave.classes import classes_of, kind_of
from runlake.protocols.weave.door import Asked
from runlake.protocols.weave.refs import SCHEME
from runlake.protocols.weave.typed_wire import NewDataset, NewEvaluation, NewModel, NewScorer

SOURCE = "obj.py"
"""The file of an operation or a model that has its source text."""
NO_SOURCE = "def op(*args, **kwargs):\n    ...  # the source text was not sent\n"
_NO_NAME_CHARACTER = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Published:
    """A value that was just published."""

    version: ObjectVersion
    ref: str

    @property
    def answer(self) -> dict[str, Any]:
        """What clients are told of it."""
        version = self.version
        return {"digest": version.digest, "object_id": version.name, "version_index": version.version_index}


class TypedPublishing:
    """Makes objects of typed descriptions. Everything is known by its digest, so that a retry changes nothing."""

    def __init__(self, objects: Objects, values: Values, files: ObjectFiles, tables: RowTables) -> None:
        self._objects = objects
        self._values = values
        self._files = files
        self._tables = tables

    async def op(self, asked: Asked, name: str | None, source: str | None) -> Published:
        """An operation of this source text."""
        return await self._op(asked, object_name(name, "Op"), source or NO_SOURCE)

    async def step(self, asked: Asked, name: str) -> Published:
        """An operation that the server names for calls which it makes itself."""
        return await self._op(asked, name, NO_SOURCE)

    async def model(self, asked: Asked, new: NewModel) -> Published:
        """A model of this source text."""
        digest = await self._files.put(asked.project.project_id, new.source_code.encode())
        members = {"files": {SOURCE: digest}, **(new.attributes or {})}
        value = _value("Model", new.name, new.description, members)
        return await self._publish(asked, object_name(new.name, "Model"), value)

    async def dataset(self, asked: Asked, new: NewDataset) -> Published:
        """A data set of these rows."""
        digest, _ = await self._tables.create(asked.project.project_id, new.rows)
        members = {"rows": f"{SCHEME}{asked.project_name}/table/{digest}"}
        value = _value("Dataset", new.name or "Dataset", new.description, members)
        return await self._publish(asked, object_name(new.name, "Dataset"), value)

    async def scorer(self, asked: Asked, new: NewScorer) -> Published:
        """A scorer whose operation has this source text."""
        name = object_name(new.name, "Scorer")
        score = await self.op(asked, f"{name}_score", new.op_source_code)
        summarize = await self.op(asked, f"{name}_summarize", None)
        members = {"score": score.version.digest, "summarize": summarize.version.digest, "column_map": None}
        return await self._publish(asked, name, _value("Scorer", new.name, new.description, members))

    async def evaluation(self, asked: Asked, new: NewEvaluation) -> Published:
        """An evaluation of a data set by scorers."""
        name = object_name(new.name, "Evaluation")
        steps = ("evaluate", "predict_and_score", "summarize")
        ops = {step: (await self.op(asked, f"{name}.{step}", None)).version.digest for step in steps}
        members = {
            "dataset": new.dataset,
            "scorers": new.scorers or [],
            "trials": new.trials,
            "evaluation_name": new.evaluation_name,
            "metadata": None,
            "preprocess_model_input": None,
            **ops,
            **(new.eval_attributes or {}),
        }
        value = _value("Evaluation", new.name, new.description, members)
        return await self._publish(asked, name, value)

    async def source(self, asked: Asked, value: Any) -> str:
        """The source text in a value; "" when there is none."""
        files = value.get("files") if isinstance(value, dict) else None
        digest = files.get(SOURCE) if isinstance(files, dict) else None
        if not isinstance(digest, str):
            return ""
        try:
            return (await self._files.read(asked.project.project_id, digest)).decode(errors="replace")
        except NotFound:
            return ""

    async def _op(self, asked: Asked, object_id: str, source: str) -> Published:
        digest = await self._files.put(asked.project.project_id, source.encode())
        value = {"_type": "CustomWeaveType", "weave_type": {"type": "Op"}, "files": {SOURCE: digest}}
        return await self._publish(asked, object_id, value)

    async def _publish(self, asked: Asked, object_id: str, value: dict[str, Any]) -> Published:
        project_id = asked.project.project_id
        base, leaf = classes_of(value)
        new = NewVersion(kind_of(value), object_id, value, base, leaf)
        digest = await self._objects.publish(project_id, new, created_by=asked.principal.username)
        version = await self._objects.get(project_id, object_id, digest, new.kind)
        return Published(version, f"{SCHEME}{asked.project_name}/{new.kind}/{object_id}:{digest}")


def object_name(name: str | None, default: str) -> str:
    """The name under which a thing of this name is published: small letters, digits, `_`, `.` and `-`."""
    if name is None:
        return default
    return _NO_NAME_CHARACTER.sub("", name.replace(" ", "_").replace("/", "_")).lower()


def _value(class_name: str, name: str, description: str | None, members: dict[str, Any]) -> dict[str, Any]:
    classes = {"_type": class_name, "_class_name": class_name, "_bases": ["Object", "BaseModel"]}
    return {**classes, "name": name, "description": description, **members}
