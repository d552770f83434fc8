"""`POST …/sql`: a question in SQL about one project, answered as an Arrow stream or as rows of JSON."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

import pyarrow as pa
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.errors import LimitExceeded
from runlake.products.runs import Runs
from runlake.products.sql import FUNCTIONS, VIEWS, Question, Sql
from runlake.protocols.native.deps import ProjectAccess, ReadProject
from runlake.protocols.native.points.arrow_stream import ARROW, ArrowEncoder
from runlake.protocols.native.sql.leaving import while_there
from runlake.protocols.native.sql.sql_rows import json_rows
from runlake.protocols.native.sql.sql_writers import read_writers

_BATCH_ROWS = 50_000
_MOST_JSON_ROWS = 10_000
_MOST_JSON_BYTES = 20_000_000
_LEFT = 499  # nobody reads it; as nginx logs it
_MOST_CHARACTERS = 100_000  # a body's; how long a question may be is said by the product
_PLACE = "/projects/{entity}/{project}/sql"


class SqlBody(BaseModel):
    """The question, and how the answer shall come."""

    model_config = ConfigDict(extra="forbid")
    query: str = Field(min_length=1, max_length=_MOST_CHARACTERS)
    format: Literal["arrow", "json"] = "arrow"


class SqlViewColumn(TypedDict):
    """A column of a view."""

    name: str
    type: str
    about: str


class SqlView(TypedDict):
    """A view, and what it has."""

    name: str
    about: str
    columns: list[SqlViewColumn]


class SqlSchema(TypedDict):
    """What can be asked about, and the functions that may be called."""

    views: list[SqlView]
    functions: list[str]


class SqlColumn(TypedDict):
    """A column of an answer; the type is Arrow's."""

    name: str
    type: str


class SqlRows(TypedDict):
    """An answer as JSON: times as ISO 8601, numbers that are not finite as words."""

    columns: list[SqlColumn]
    rows: list[list[Any]]


_SCHEMA = SqlSchema(
    views=[
        SqlView(
            name=view.name,
            about=view.about,
            columns=[SqlViewColumn(name=each.name, type=each.type, about=each.about) for each in view.columns],
        )
        for view in VIEWS.values()
    ],
    functions=list(FUNCTIONS),
)


def sql_routes(runs: Runs, sql: Sql) -> APIRouter:
    """The routes of questions."""
    router = APIRouter(tags=["sql"])

    @router.get(f"{_PLACE}/schema")
    async def read_sql_schema(target: ReadProject) -> SqlSchema:
        """The views and their columns."""
        return _SCHEMA

    @router.post(_PLACE, response_class=Response, responses={200: {"model": SqlRows}})
    async def ask_sql(request: Request, target: ReadProject, body: SqlBody) -> Response:
        """The answer to one SELECT over the project's views: an Arrow IPC stream, or JSON with `columns` and `rows`."""
        question = await asyncio.to_thread(Question, body.query)
        answer = await while_there(request, _ask(runs, sql, target, question))
        if answer is None:
            return Response(status_code=_LEFT)
        if body.format == "arrow":
            return StreamingResponse(_stream(answer), media_type=ARROW)
        _check_json(answer)
        return Response(await asyncio.to_thread(json_rows, answer), media_type="application/json")

    return router


async def _ask(runs: Runs, sql: Sql, target: ProjectAccess, question: Question) -> pa.Table:
    project_id = target.project.project_id
    branched = await runs.branched(project_id) if question.needs_branches else []
    writers = await read_writers(runs, project_id) if question.needs_writers else []
    return await sql.ask(project_id, question, user_id=target.principal.user_id, branched=branched, writers=writers)


def _check_json(answer: pa.Table) -> None:
    if answer.num_rows > _MOST_JSON_ROWS or answer.nbytes > _MOST_JSON_BYTES:
        raise LimitExceeded(
            f"the answer has {answer.num_rows:,} rows of {answer.nbytes:,} bytes; as JSON at most {_MOST_JSON_ROWS:,} rows "
            f"of {_MOST_JSON_BYTES:,} bytes are given: use LIMIT, or the format arrow"
        )


async def _stream(answer: pa.Table) -> AsyncIterator[bytes]:
    encoder = ArrowEncoder(answer.schema)
    for batch in answer.to_batches(max_chunksize=_BATCH_ROWS):
        yield await asyncio.to_thread(encoder.batch, batch)
    yield encoder.end()
