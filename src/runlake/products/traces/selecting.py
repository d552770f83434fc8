"""Reading many spans whole, in the order of their starts: batch after batch, narrow rows first, then what they hold."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from runlake.products.traces.content_store import read_contents
from runlake.products.traces.contents import unfold
from runlake.products.traces.filters import compile_span_filter
from runlake.products.traces.held import restore
from runlake.products.traces.matching import NO_END_NS
from runlake.products.traces.payload_tests import PayloadTests, compile_payload_tests
from runlake.products.traces.previews import json_text
from runlake.products.traces.rows import hour_of, trace_hash
from runlake.query import Filter, Parameters
from runlake.storage.columnar import Columnar

_BATCH = 500
_FIRST, _LAST = 0, NO_END_NS
_TEXTS = ("raw", "input", "output")
_TOKENS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")

SELECT_NARROW = """
SELECT hour, trace_hash, trace_id, span_id, parent_id, toUnixTimestamp64Nano(start_time) AS start_ns,
    model, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens
FROM spans
WHERE project_id = {{project_id:UInt32}}
  AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
  AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}}) AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
  AND (start_time, span_id) {after} (fromUnixTimestamp64Nano({{from_ns:Int64}}), {{from_span:String}})
  AND {places} AND {condition} AND {holds}
ORDER BY start_time {order}, span_id {order}, version DESC
LIMIT 1 BY trace_id, span_id
LIMIT {{limit:UInt32}}
"""

SELECT_PAYLOADS = """
SELECT trace_id, span_id, input, output, raw, contents, held FROM span_payloads
WHERE project_id = {project_id:UInt32}
  AND (hour, trace_hash) IN {places:Array(Tuple(UInt32, UInt64))} AND span_id IN {span_ids:Array(String)}
ORDER BY version
"""

SELECT_COUNT = """
SELECT uniqExact(trace_id, span_id) AS spans FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
  AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}}) AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
  AND {places} AND {condition} AND {holds}
"""

HOLDING = """span_id IN (SELECT span_id FROM {payloads} WHERE notEmpty(contents) OR ({condition}))"""
"""Of what was put aside nobody can tell here: those spans are kept."""

PAYLOADS = """(
    SELECT span_id, contents, raw, input, output, held FROM span_payloads
    WHERE project_id = {project_id:UInt32} AND hour BETWEEN {first_hour:UInt32} AND {last_hour:UInt32})"""

SELECT_BYTES = """
SELECT sum(length(raw) + if(notEmpty(held), length(input) + length(output), 0)) AS bytes FROM span_payloads WHERE project_id = {project_id:UInt32}
"""

SELECT_KNOWN_IDS = """
SELECT DISTINCT span_id FROM spans WHERE project_id = {project_id:UInt32} AND span_id IN {span_ids:Array(String)}
"""

SELECT_PLACES = """
SELECT DISTINCT hour, trace_hash FROM trace_hours
WHERE project_id = {project_id:UInt32} AND trace_hash IN {hashes:Array(UInt64)}
"""

SELECT_TREE = """
SELECT DISTINCT trace_id, span_id, parent_id, hour, trace_hash FROM spans
WHERE project_id = {project_id:UInt32} AND (hour, trace_hash) IN {places:Array(Tuple(UInt32, UInt64))}
"""


@dataclass(frozen=True, slots=True)
class Needle:
    """A text that stands somewhere in what a span holds, as JSON has it."""

    text: str
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class SpanSelection:
    """Which spans, in which order of their starts. `trace_ids` None means of all traces; `until_ns` is exclusive.

    Spans of which the store cannot tell whether they pass the `tests` are among them.
    """

    filter: Filter | None = None
    trace_ids: Sequence[str] | None = None
    descending: bool = False
    since_ns: int = 0
    until_ns: int = NO_END_NS
    needles: Sequence[Needle] = ()
    tests: PayloadTests | None = None


@dataclass(frozen=True, slots=True)
class StoredSpan:
    """A stored span: `raw` is what its client sent (a `RawSpan` as JSON), input and output are JSON texts, "" for none.

    `model` is that which a request to one went to, "" for none; `tokens` is what it used, by the names of the columns.
    """

    trace_id: str
    span_id: str
    raw: dict[str, Any]
    input_json: str
    output_json: str
    model: str = ""
    tokens: Mapping[str, int] = field(default_factory=dict)


async def stream_spans(
    columnar: Columnar, project_id: int, selection: SpanSelection
) -> AsyncIterator[Sequence[StoredSpan]]:
    """Batches of the spans that match, by (start, id). Raises InvalidInput for a filter that cannot be."""
    sql, values = await _prepared(columnar, project_id, selection, SELECT_NARROW)
    from_ns, from_span = (_LAST, "\U0010ffff") if selection.descending else (_FIRST, "")
    while True:
        bounds = {"from_ns": from_ns, "from_span": from_span, "limit": _BATCH}
        rows = (await columnar.query(sql, values | bounds)).to_pylist()
        if rows:
            yield await _with_payloads(columnar, project_id, rows)
        if len(rows) < _BATCH:
            return
        from_ns, from_span = rows[-1]["start_ns"], rows[-1]["span_id"]


async def count_spans(columnar: Columnar, project_id: int, selection: SpanSelection) -> int:
    """How many spans match."""
    sql, values = await _prepared(columnar, project_id, selection, SELECT_COUNT)
    return int((await columnar.query(sql, values)).to_pylist()[0]["spans"])


async def sum_bytes(columnar: Columnar, project_id: int) -> int:
    """How many bytes clients sent of a project's finished spans, before compression."""
    return int((await columnar.query(SELECT_BYTES, {"project_id": project_id})).to_pylist()[0]["bytes"])


async def known_ids(columnar: Columnar, project_id: int, span_ids: Sequence[str]) -> set[str]:
    """Which of these spans are there."""
    if not span_ids:
        return set()
    found = await columnar.query(SELECT_KNOWN_IDS, {"project_id": project_id, "span_ids": span_ids})
    return {row["span_id"] for row in found.to_pylist()}


async def read_families(columnar: Columnar, project_id: int, trace_ids: Sequence[str]) -> list[dict[str, Any]]:
    """`trace_id`, `span_id`, `parent_id` and place of all spans of these traces."""
    places = await _places(columnar, project_id, trace_ids)
    if not places:
        return []
    found = await columnar.query(SELECT_TREE, {"project_id": project_id, "places": places})
    wanted = set(trace_ids)
    return [row for row in found.to_pylist() if row["trace_id"] in wanted]


async def _prepared(
    columnar: Columnar, project_id: int, selection: SpanSelection, sql: str
) -> tuple[str, dict[str, Any]]:
    parameters = Parameters()
    condition = "1" if selection.filter is None else compile_span_filter(selection.filter, parameters)
    values: dict[str, Any] = {"project_id": project_id, **_bounds(selection)}
    places = "1"
    if selection.trace_ids is not None:
        places = "(hour, trace_hash) IN {places:Array(Tuple(UInt32, UInt64))} AND trace_id IN {trace_ids:Array(String)}"
        values["places"] = await _places(columnar, project_id, selection.trace_ids)
        values["trace_ids"] = list(selection.trace_ids)
    order, after = ("DESC", "<") if selection.descending else ("ASC", ">")
    holds = _holding(selection, parameters)
    filled = sql.format(condition=condition, places=places, order=order, after=after, holds=holds)
    return filled, {**parameters.values, **values}


def _bounds(selection: SpanSelection) -> dict[str, int]:
    """The range of starts, and of the hours that are read for it."""
    hours = {"first_hour": hour_of(selection.since_ns), "last_hour": hour_of(selection.until_ns)}
    return {"since_ns": selection.since_ns, "until_ns": selection.until_ns, **hours}


def _holding(selection: SpanSelection, parameters: Parameters) -> str:
    """Spans whose payload has all texts, in what the client sent or in what was understood of it, and passes the tests."""
    conditions, payloads = [], PAYLOADS
    for needle in selection.needles:
        find = "positionCaseInsensitiveUTF8" if needle.ignore_case else "position"
        bound = f"{{{parameters.add(needle.text, 'needle')}:String}}"
        conditions.append("(" + " OR ".join(f"{find}({column}, {bound}) > 0" for column in _TEXTS) + ")")
    if selection.tests is not None:
        tests = compile_payload_tests(selection.tests, parameters)
        conditions.append(f"ifNull({tests.condition}, 1)")
        payloads = tests.over(payloads)
    return HOLDING.format(payloads=payloads, condition=" AND ".join(conditions)) if conditions else "1"


async def _places(columnar: Columnar, project_id: int, trace_ids: Sequence[str]) -> list[tuple[int, int]]:
    values = {"project_id": project_id, "hashes": [trace_hash(trace_id) for trace_id in trace_ids]}
    return [(row["hour"], row["trace_hash"]) for row in (await columnar.query(SELECT_PLACES, values)).to_pylist()]


async def _with_payloads(columnar: Columnar, project_id: int, rows: list[dict[str, Any]]) -> list[StoredSpan]:
    places = sorted({(row["hour"], row["trace_hash"]) for row in rows})
    values = {"project_id": project_id, "places": places, "span_ids": [row["span_id"] for row in rows]}
    found = (await columnar.query(SELECT_PAYLOADS, values)).to_pylist()
    payloads = {(row["trace_id"], row["span_id"]): row for row in found}  # the newest version comes last
    digests = sorted({digest for row in payloads.values() for digest in row["contents"]})
    contents = await read_contents(columnar, project_id, digests)
    found_rows = ((row, payloads.get((row["trace_id"], row["span_id"]))) for row in rows)
    return [_stored(row | payload, contents) for row, payload in found_rows if payload is not None]


def _stored(row: dict[str, Any], contents: Mapping[str, str]) -> StoredSpan:
    raw = orjson.loads(row["raw"])
    restore(raw, row["held"], row["input"], row["output"])
    used = (row["model"], {name: row[name] for name in _TOKENS})
    if not row["contents"]:
        return StoredSpan(row["trace_id"], row["span_id"], raw, row["input"], row["output"], *used)
    text, answer = (
        json_text(unfold(orjson.loads(row[name]), contents)) if row[name] else "" for name in ("input", "output")
    )
    return StoredSpan(row["trace_id"], row["span_id"], unfold(raw, contents), text, answer, *used)
