"""`POST …/datasets/{name}/rows`: inputs and outputs of spans become rows of a data set."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.errors import LimitExceeded
from runlake.model import Project
from runlake.products.objects import DataSets
from runlake.products.traces import Traces
from runlake.protocols.native.deps import WriteProject

_MOST_SPANS = 200
_MOST_BYTES = 64 << 20


class SpanName(BaseModel):
    """A span of the project."""

    model_config = ConfigDict(extra="forbid")
    trace_id: str = Field(min_length=1, max_length=256)
    span_id: str = Field(min_length=1, max_length=256)


class SpanRowsBody(BaseModel):
    """Spans whose inputs and outputs are added. With `members`, those of an input that is an object become columns."""

    model_config = ConfigDict(extra="forbid")
    spans: list[SpanName] = Field(min_length=1, max_length=_MOST_SPANS)
    input_as: Literal["whole", "members"] = "whole"


class GrownAnswer(TypedDict):
    """The version with the rows; `added` were not in the one before. `ref` is what Weave's clients read it by."""

    name: str
    version: int
    digest: str
    ref: str
    added: int
    rows: int


def dataset_routes(datasets: DataSets, traces: Traces) -> APIRouter:
    """The endpoint of data sets that grow from traces."""
    router = APIRouter(tags=["objects"])

    @router.post("/projects/{entity}/{project}/datasets/{name}/rows")
    async def add_spans(
        target: WriteProject, name: Annotated[str, Path(min_length=1, max_length=128)], body: SpanRowsBody
    ) -> GrownAnswer:
        """A new version of the data set of that name, or its first. A row names its span; it is there once."""
        project = target.project
        rows = await _rows(traces, project, body)
        path = f"{project.entity_name}/{project.name}"
        user = target.principal.username
        grown = await datasets.add(project.project_id, path, name, rows, created_by=user)
        version = grown.version
        return {
            "name": version.name,
            "version": version.version_index,
            "digest": version.digest,
            "ref": f"weave:///{path}/object/{version.name}:{version.digest}",
            "added": grown.added,
            "rows": grown.rows,
        }

    return router


async def _rows(traces: Traces, project: Project, body: SpanRowsBody) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    left = _MOST_BYTES
    for span in body.spans:
        held = await traces.payload(project.project_id, span.trace_id, span.span_id)
        rows.append(_row(span, held, body.input_as == "members"))
        left -= len(orjson.dumps(rows[-1]))
        if left < 0:
            raise LimitExceeded(f"these spans hold more than {_MOST_BYTES >> 20} MiB: add fewer at once")
    return rows


def _row(span: SpanName, held: dict[str, Any], as_members: bool) -> dict[str, Any]:
    """Columns of the input come first and give way to those that every row has."""
    given = held["input"]
    columns = given if as_members and isinstance(given, dict) else {"input": given}
    return {**columns, "output": held["output"], "trace_id": span.trace_id, "span_id": span.span_id}
