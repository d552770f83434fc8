"""`POST …/runs/export`: the table of runs as a file, all that match, not only those that were looked at."""

import asyncio
import csv
import io
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import LimitExceeded
from runlake.products.runs import Runs, RunsQuery
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.runs.run_rows import run_row
from runlake.protocols.native.runs.runs import SortBody
from runlake.query import parse_filter

_PAGE = 1000
_MAX_RUNS = 100_000
_MAX_CELLS = 5_000_000
_FIRST = ("run_id", "display_name")
_MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Table = dict[str, list[Any]]
"""Column → values, all equally long."""


class ExportBody(BaseModel):
    """Which runs, in which order, with which columns, as what."""

    model_config = ConfigDict(extra="forbid")
    filter: dict[str, Any] | None = None
    sort: list[SortBody] = Field(default_factory=list, max_length=5)
    columns: list[Annotated[str, Field(max_length=10_000)]] = Field(default_factory=list, max_length=500)
    format: Literal["csv", "parquet"] = "csv"


def run_export_routes(runs: Runs) -> APIRouter:
    """The route of exports."""
    router = APIRouter(tags=["runs"])

    @router.post("/projects/{entity}/{project}/runs/export")
    async def export_runs(target: ReadProject, body: ExportBody) -> Response:
        """All runs that match as one file: a line for each, with id, name and the asked columns."""
        table = await _read(runs, target.project.project_id, body)
        encode = encode_csv if body.format == "csv" else encode_parquet
        content = await asyncio.to_thread(encode, table)
        return Response(content, media_type=_MEDIA_TYPES[body.format])

    return router


async def _read(runs: Runs, project_id: int, body: ExportBody) -> Table:
    columns = tuple(dict.fromkeys(column for column in body.columns if column not in _FIRST))
    table: Table = {name: [] for name in (*_FIRST, *columns)}
    found = None if body.filter is None else parse_filter(body.filter)
    sort = tuple(key.as_sort() for key in body.sort)
    cursor = None
    while True:
        query = RunsQuery(found, sort, _PAGE, cursor, columns, documents=False)
        page = await runs.search(project_id, query)
        if page.total > _MAX_RUNS or page.total * len(table) > _MAX_CELLS:
            raise LimitExceeded(
                f"{page.total} runs × {len(table)} columns are too many for one file: filter, or take fewer columns; "
                f"at most {_MAX_RUNS} runs and {_MAX_CELLS} cells"
            )
        for run in page.runs:
            row = {**page.values.get(run.run_number, {}), **run_row(run)}
            for name, values in table.items():
                values.append(row.get(name))
        cursor = page.next_cursor
        if cursor is None:
            return table


def encode_csv(table: Table) -> bytes:
    """Full precision, one line for each run; lists and objects as JSON. A text never begins like a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table)
    writer.writerows(zip(*([_cell(value) for value in values] for values in table.values()), strict=True))
    return text.getvalue().encode()


def encode_parquet(table: Table) -> bytes:
    """Columns of numbers stay numbers, booleans stay booleans; every other column is text, lists and objects as JSON."""
    sink = io.BytesIO()
    pq.write_table(pa.table({name: _typed(values) for name, values in table.items()}), sink, compression="zstd")
    return sink.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return _plain(value)


def _plain(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def _typed(values: Sequence[Any]) -> pa.Array:
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, bool) for value in present):
        return pa.array(values, pa.bool_())
    if present and all(_is_number(value) for value in present):
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    return pa.array([None if value is None else str(_plain(value)) for value in values], pa.string())


def _is_number(value: Any) -> bool:
    """Non-finite numbers come as the words that JSON has no number for."""
    return isinstance(value, int | float) or value in ("NaN", "Infinity", "-Infinity")
