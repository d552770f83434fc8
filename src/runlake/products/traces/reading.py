"""Reading spans: pages of roots or of all spans, one trace, one span."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Literal

import orjson

from runlake.errors import InvalidInput, NotFound
from runlake.products.traces.among import names_spans
from runlake.products.traces.content_store import read_contents
from runlake.products.traces.contents import unfold
from runlake.products.traces.extents import Extent
from runlake.products.traces.held import restore
from runlake.products.traces.matching import NO_END_NS, SpansMatch, matching
from runlake.products.traces.newest import newest_rows
from runlake.products.traces.rows import hour_of, trace_hash
from runlake.products.traces.searching import find_spans
from runlake.storage.columnar import Columnar

MOST_SPANS = 100_000
MOST_ROWS = 500

COLUMNS = """
    trace_id, span_id, parent_id, is_root, version, toUnixTimestamp64Nano(start_time) AS start_ns, duration_ns,
    name, kind, status, error_type, error_message, service, model, provider, session_id, user_id, tags,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost, has_cost, price_id,
    input_preview, output_preview, run, run_project, run_step, refs"""

SELECT_PAGE = """
SELECT hour, is_root, trace_hash, trace_id, span_id
FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{newest_hour:UInt32}}
  AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}})
  AND (start_time, span_id) < (fromUnixTimestamp64Nano({{until_ns:Int64}}), {{until_span:String}})
  AND {condition}
ORDER BY hour DESC, start_time DESC, span_id DESC
LIMIT {{limit:UInt32}}
"""

SELECT_ROWS = """
SELECT {columns}
FROM spans
PREWHERE project_id = {{project_id:UInt32}}
  AND (hour, is_root, trace_hash) IN {{places:Array(Tuple(UInt32, Bool, UInt64))}}
  AND (trace_id, span_id) IN {{spans:Array(Tuple(String, String))}}
"""

SELECT_HOURS = """
SELECT DISTINCT hour FROM trace_hours
WHERE project_id = {project_id:UInt32} AND trace_hash = {trace_hash:UInt64}
"""

SELECT_TRACE = """
SELECT {columns}
FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour IN {{hours:Array(UInt32)}} AND trace_hash = {{trace_hash:UInt64}}
  AND trace_id = {{trace_id:String}}
ORDER BY start_time, span_id, version DESC
LIMIT 1 BY span_id
LIMIT {{limit:UInt32}}
"""

SELECT_SPAN_IDS = """
SELECT span_id
FROM spans
WHERE project_id = {project_id:UInt32} AND hour IN {hours:Array(UInt32)} AND trace_hash = {trace_hash:UInt64}
  AND trace_id = {trace_id:String}
GROUP BY span_id
ORDER BY min(start_time), span_id
LIMIT {limit:UInt32}
"""

SELECT_SCORES = """
SELECT span_id, at_ns, score_name, score_value, score_label, score_note, judge
FROM (
  SELECT span_id, toUnixTimestamp64Nano(start_time) + duration_ns AS at_ns, score_names, score_values, score_labels,
    score_notes, score_by
  FROM spans
  WHERE project_id = {project_id:UInt32} AND hour IN {hours:Array(UInt32)} AND trace_hash = {trace_hash:UInt64}
    AND trace_id = {trace_id:String} AND notEmpty(score_names)
  ORDER BY span_id, version DESC
  LIMIT 1 BY span_id)
ARRAY JOIN score_names AS score_name, score_values AS score_value, score_labels AS score_label,
  score_notes AS score_note, score_by AS judge
ORDER BY at_ns, span_id
LIMIT {limit:UInt32}
"""

SELECT_PAYLOAD = """
SELECT input, output, raw, contents, held FROM span_payloads
WHERE project_id = {project_id:UInt32} AND hour IN {hours:Array(UInt32)} AND trace_hash = {trace_hash:UInt64}
  AND trace_id = {trace_id:String} AND span_id = {span_id:String}
ORDER BY version DESC
LIMIT 1
"""

SELECT_TOTALS = """
SELECT trace_id, count() AS spans, countIf(status = 'error') AS errors,
    sumIf(input_tokens, kind IN {counted:Array(String)}) AS input_tokens,
    sumIf(output_tokens, kind IN {counted:Array(String)}) AS output_tokens,
    sumIf(cost, kind IN {counted:Array(String)}) AS cost
FROM spans
WHERE project_id = {project_id:UInt32}
  AND (hour, trace_hash) IN (
    SELECT hour, trace_hash FROM trace_hours
    WHERE project_id = {project_id:UInt32} AND trace_hash IN {hashes:Array(UInt64)})
  AND trace_id IN {trace_ids:Array(String)}
GROUP BY trace_id
"""

COUNTED = ("llm", "embedding", "reranker")
"""Kinds whose tokens are spent: the others repeat those of what they call."""

Row = dict[str, Any]
Order = Literal["start", "duration", "tokens", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpansQuery(SpansMatch):
    """A page of spans, newest first; or the longest, or those that spent most, first."""

    order: Order = "start"
    cursor: str | None = None
    limit: int = 50
    totals: bool = False
    """With what the traces of the spans sum up to."""


@dataclass(frozen=True, slots=True)
class SpansPage:
    """Narrow rows of spans; the next page begins at `next_cursor` (None: there is none). `totals` by trace id, if asked for."""

    spans: list[Row]
    next_cursor: str | None
    totals: Mapping[str, Row] = field(default_factory=dict)


async def read_page(columnar: Columnar, project_id: int, query: SpansQuery) -> SpansPage:
    """The newest spans that match. Raises InvalidInput for a filter, search or cursor that cannot be."""
    if not 1 <= query.limit <= MOST_ROWS:
        raise InvalidInput(f"limit is {query.limit}: ask for 1 to {MOST_ROWS} spans")
    named = await find_spans(columnar, project_id, query)
    condition, parameters = matching(query, named)
    until_ns, until_span = _before(query)
    whole = Extent(hour_of(query.since_ns), hour_of(until_ns))
    values = {
        **parameters.values,
        "project_id": project_id,
        "since_ns": query.since_ns,
        "until_ns": until_ns,
        "until_span": until_span,
        "last_hour": whole.last_hour,
    }
    sql = SELECT_PAGE.format(condition=condition)

    async def read(hours: Extent, limit: int) -> list[Row]:
        bounds = {"first_hour": hours.first_hour, "newest_hour": hours.last_hour, "limit": limit}
        rows: list[Row] = (await columnar.query(sql, values | bounds)).to_pylist()
        return rows

    wanted = query.limit + 1
    few = named is not None or (query.filter is not None and names_spans(query.filter))
    keys = await (read(whole, wanted) if few else newest_rows(columnar, project_id, whole, wanted, read))
    page = keys[: query.limit]
    rows, totals = await asyncio.gather(
        _filled(columnar, project_id, page),
        read_totals(columnar, project_id, [key["trace_id"] for key in page] if query.totals else ()),
    )
    return SpansPage(rows, _cursor(rows[-1]) if len(keys) > query.limit and rows else None, totals)


async def read_trace(columnar: Columnar, project_id: int, trace_id: str) -> list[Row]:
    """All spans of a trace, by their start, at most 100,000. Raises NotFound."""
    hours = await _hours(columnar, project_id, trace_id)
    values = _trace_values(project_id, trace_id, hours) | {"limit": MOST_SPANS}
    rows = (await columnar.query(SELECT_TRACE.format(columns=COLUMNS), values)).to_pylist() if hours else []
    if not rows:
        raise no_trace(trace_id)
    return rows


async def read_span_ids(columnar: Columnar, project_id: int, trace_id: str, most: int) -> list[str]:
    """The ids of the first `most` spans of a trace, by their start; none of a trace that is not there."""
    hours = await _hours(columnar, project_id, trace_id)
    values = _trace_values(project_id, trace_id, hours) | {"limit": most}
    return (await columnar.query(SELECT_SPAN_IDS, values)).column("span_id").to_pylist() if hours else []


async def read_scores(columnar: Columnar, project_id: int, trace_id: str, most: int) -> list[Row]:
    """The first `most` scores that came with the spans of a trace: `span_id`, `at_ns`, and what each says."""
    hours = await _hours(columnar, project_id, trace_id)
    values = _trace_values(project_id, trace_id, hours) | {"limit": most}
    return (await columnar.query(SELECT_SCORES, values)).to_pylist() if hours else []


def no_trace(trace_id: str) -> NotFound:
    """What is raised for a trace that is not there."""
    return NotFound(f"trace {trace_id[:64]!r} not found in this project")


async def read_payload(columnar: Columnar, project_id: int, trace_id: str, span_id: str) -> Row:
    """`input`, `output` and `raw` of a span, as JSON values. Raises NotFound."""
    hours = await _hours(columnar, project_id, trace_id)
    values = _trace_values(project_id, trace_id, hours) | {"span_id": span_id}
    rows = (await columnar.query(SELECT_PAYLOAD, values)).to_pylist() if hours else []
    if not rows:
        raise NotFound(f"span {span_id[:64]!r} not found in trace {trace_id[:64]!r}")
    row = rows[0]
    contents = await read_contents(columnar, project_id, row["contents"])
    found: Row = {name: orjson.loads(row[name]) if row[name] else None for name in ("input", "output", "raw")}
    restore(found["raw"], row["held"], row["input"], row["output"])
    return {name: unfold(value, contents) for name, value in found.items()} if contents else found


async def read_totals(columnar: Columnar, project_id: int, trace_ids: Sequence[str]) -> Mapping[str, Row]:
    """Trace id → number of spans and errors, tokens and cost of its model requests."""
    if not trace_ids:
        return {}
    values = {
        "project_id": project_id,
        "trace_ids": list(trace_ids),
        "hashes": [trace_hash(trace_id) for trace_id in trace_ids],
        "counted": list(COUNTED),
    }
    return {row.pop("trace_id"): row for row in (await columnar.query(SELECT_TOTALS, values)).to_pylist()}


async def _filled(columnar: Columnar, project_id: int, keys: Sequence[Row]) -> list[Row]:
    """The rows of a page that was chosen, which lie far apart in many columns."""
    if not keys:
        return []
    values = {
        "project_id": project_id,
        "places": sorted({(key["hour"], key["is_root"], key["trace_hash"]) for key in keys}),
        "spans": [(key["trace_id"], key["span_id"]) for key in keys],
    }
    rows: list[Row] = (await columnar.query(SELECT_ROWS.format(columns=COLUMNS), values)).to_pylist()
    return sorted(rows, key=itemgetter("start_ns", "span_id"), reverse=True)


async def _hours(columnar: Columnar, project_id: int, trace_id: str) -> list[int]:
    values = {"project_id": project_id, "trace_hash": trace_hash(trace_id)}
    return [row["hour"] for row in (await columnar.query(SELECT_HOURS, values)).to_pylist()]


def _trace_values(project_id: int, trace_id: str, hours: list[int]) -> dict[str, Any]:
    return {"project_id": project_id, "trace_id": trace_id, "trace_hash": trace_hash(trace_id), "hours": hours}


def _before(query: SpansQuery) -> tuple[int, str]:
    if query.cursor is None:
        return min(query.until_ns, NO_END_NS), ""
    time, _, span_id = query.cursor.partition(".")
    if not (time.isascii() and time.isdigit() and int(time) <= NO_END_NS):
        raise InvalidInput("the cursor is not one of a page of spans: start from the first page")
    return int(time), span_id


def _cursor(row: Row) -> str:
    return f"{row['start_ns']}.{row['span_id']}"
