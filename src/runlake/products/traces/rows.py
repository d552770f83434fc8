"""Spans → Arrow rows. Pure."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson
import pyarrow as pa
import xxhash

from runlake.products.traces.contents import LARGE_BYTES, Folder
from runlake.products.traces.held import column_texts, held_names
from runlake.products.traces.matching import NO_END_NS
from runlake.products.traces.previews import json_text, preview
from runlake.products.traces.records import RawSpan, RunOfSpan, Span
from runlake.products.traces.text_search import beyond_ascii
from runlake.products.traces.understanding import SCORES, score_columns

_MOST_ATTRIBUTES = 128
_LONGEST_VALUE = 256
_HOUR_NS = 3_600_000_000_000
_JSON = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
_TIME = pa.timestamp("ns", "UTC")
_NO_RUN = RunOfSpan("")
_NO_SCORES = score_columns(())
_SENT = tuple(field.name for field in fields(RawSpan))
_ALL_SENT = attrgetter(*_SENT)

Place = tuple[int, int, int]
"""(project_id, hour, trace_hash): the beginning of a row's key."""


@dataclass(slots=True)  # a frozen one takes three times as long to make
class SpanRow:
    """A span on its way to the store. `version` is when it was received, in ns: of one span the highest is kept."""

    project_id: int
    span: Span
    version: int
    digest: int
    place: Place
    input_json: str
    output_json: str
    raw_json: bytes
    notes_json: str
    input_preview: str
    output_preview: str
    contents: Mapping[str, str]
    held: Sequence[str]
    renews: bool = False
    """True for a stored span that is understood anew: it takes the place of its row, unless another one came."""

    @property
    def size_bytes(self) -> int:
        """About what it takes in memory and in an insert."""
        return (
            512
            + len(self.input_json)
            + len(self.output_json)
            + len(self.raw_json)
            + len(self.notes_json)
            + sum(map(len, self.contents.values()))
        )

    @property
    def identity(self) -> tuple[int, str, str]:
        return self.project_id, self.span.raw.trace_id, self.span.raw.span_id


def make_row(project_id: int, span: Span, version: int) -> SpanRow:
    """The row of a span. The digest tells whether it was sent before just so."""
    raw = span.raw
    texts, held = column_texts(span)
    raw_json = _raw_json(raw, held)
    digest = xxhash.xxh3_64(raw_json)
    for text in texts.values():
        digest.update(text.encode())
    previews = preview(span.input, texts["input"]), preview(span.output, texts["output"])
    notes_json = json_text(notes(span))
    contents: Mapping[str, str] = {}
    if len(raw_json) + (sum(map(len, texts.values())) if held else 0) >= LARGE_BYTES:
        folder, held = Folder(), []
        texts = {"input": json_text(folder.fold(span.input)), "output": json_text(folder.fold(span.output))}
        raw_json = orjson.dumps(folder.fold(orjson.loads(_raw_json(raw, held))))
        notes_json = json_text(folder.fold(orjson.loads(notes_json)))
        contents = folder.contents
    return SpanRow(
        project_id=project_id,
        span=span,
        version=version,
        digest=digest.intdigest(),
        place=(project_id, hour_of(raw.start_ns), trace_hash(raw.trace_id)),
        input_json=texts["input"],
        output_json=texts["output"],
        raw_json=raw_json,
        notes_json=notes_json,
        input_preview=previews[0],
        output_preview=previews[1],
        contents=contents,
        held=held,
    )


def _raw_json(raw: RawSpan, held: Sequence[str]) -> bytes:
    """What the client sent, but for the attributes that input and output hold."""
    if not held:
        return orjson.dumps(raw, option=_JSON)
    document = dict(zip(_SENT, _ALL_SENT(raw), strict=True))  # `replace` takes as long as all the rest of a row
    document["attributes"] = {**raw.attributes, **held_names(held)}
    return orjson.dumps(document, option=_JSON)


def hour_of(time_ns: int) -> int:
    """Hours since the epoch; times before it and beyond the year 2262 count as the nearest hour there is."""
    return min(max(time_ns, 0), 2**63 - 1) // _HOUR_NS


@lru_cache(maxsize=1024)  # the spans of a trace come together
def trace_hash(trace_id: str) -> int:
    """A short name of a trace; different traces may share one."""
    return int.from_bytes(hashlib.blake2b(trace_id.encode(), digest_size=8).digest())


def spans_table(rows: Sequence[SpanRow]) -> pa.Table:
    """The narrow rows."""
    spans = [row.span for row in rows]
    texts = ("name", "kind", "status", "error_type", "error_message", "service", "model", "provider")
    columns: dict[str, Any] = {
        **_place_columns(rows),
        "start_time": pa.array([_stored_time(span.raw) for span in spans], pa.int64()).cast(_TIME),
        **_identity_columns(rows),
        "digest": pa.array([row.digest for row in rows], pa.uint64()),
        "parent_id": pa.array([span.raw.parent_id for span in spans], pa.string()),
        "is_root": pa.array([not span.raw.parent_id for span in spans], pa.bool_()),
        "duration_ns": pa.array([min(span.duration_ns, 2**63 - 1) for span in spans], pa.int64()),
        **{name: pa.array([getattr(span, name) for span in spans], pa.string()) for name in texts},
        "session_id": pa.array([span.session_id for span in spans], pa.string()),
        "user_id": pa.array([span.user_id for span in spans], pa.string()),
        "tags": pa.array([list(span.tags) for span in spans], pa.list_(pa.string())),
        **_usage_columns(spans),
        "cost": pa.array([span.cost or 0.0 for span in spans], pa.float64()),
        "price_id": pa.array([span.price_id for span in spans], pa.string()),
        "has_cost": pa.array([span.cost is not None for span in spans], pa.bool_()),
        "input_preview": pa.array([row.input_preview for row in rows], pa.string()),
        "output_preview": pa.array([row.output_preview for row in rows], pa.string()),
        "attributes": _attributes_column(spans),
        **_link_columns(spans),
        **_score_columns(spans),
    }
    return pa.table(columns)


def payloads_table(rows: Sequence[SpanRow]) -> pa.Table:
    """What a person reads of each span, and all that the client sent."""
    return pa.table(
        {
            **_place_columns(rows),
            **_identity_columns(rows),
            "input": pa.array([row.input_json for row in rows], pa.string()),
            "output": pa.array([row.output_json for row in rows], pa.string()),
            "raw": pa.array([row.raw_json for row in rows], pa.binary()).cast(pa.string()),
            "notes": pa.array([row.notes_json for row in rows], pa.string()),
            "beyond_ascii": pa.array(
                [beyond_ascii(row.input_json, row.output_json, row.notes_json) for row in rows], pa.string()
            ),
            "contents": pa.array([list(row.contents) for row in rows], pa.list_(pa.string())),
            "held": pa.array([row.held for row in rows], pa.list_(pa.string())),
        }
    )


def places_table(places: Collection[Place]) -> pa.Table:
    """In which hours which traces have some spans."""
    project_ids, hours, hashes = zip(*sorted(places), strict=True)
    return pa.table(
        {
            "project_id": pa.array(project_ids, pa.uint32()),
            "trace_hash": pa.array(hashes, pa.uint64()),
            "hour": pa.array(hours, pa.uint32()),
        }
    )


def short_attributes(attributes: Mapping[str, Any]) -> dict[str, str]:
    """The attributes that lists can be filtered by: scalars of at most 256 characters, at most 128 of them."""
    short: dict[str, str] = {}
    for name, value in attributes.items():
        if isinstance(value, str):
            if len(value) <= _LONGEST_VALUE:
                short[name] = value
        elif isinstance(value, bool):
            short[name] = "true" if value else "false"
        elif isinstance(value, int | float):
            short[name] = str(value)
        if len(short) == _MOST_ATTRIBUTES:
            break
    return short


def notes(span: Span) -> list[Any]:
    """All but input and output that people search spans by: names, messages, attributes and events."""
    raw = span.raw
    left: Mapping[str, Any] = raw.attributes
    if span.shown:
        numbered = tuple(f"{name}." for name in span.shown)
        left = {
            name: value
            for name, value in raw.attributes.items()
            if name not in span.shown and not name.startswith(numbered)
        }
    return [span.name, raw.status_message, left, *((event.name, event.attributes) for event in raw.events)]


def _stored_time(raw: RawSpan) -> int:
    return min(max(raw.start_ns, 0), NO_END_NS - 1)  # the end of a range is not in it: lists reach this one


def _place_columns(rows: Sequence[SpanRow]) -> dict[str, pa.Array]:
    project_ids, hours, hashes = zip(*(row.place for row in rows), strict=True)
    return {
        "project_id": pa.array(project_ids, pa.uint32()),
        "hour": pa.array(hours, pa.uint32()),
        "trace_hash": pa.array(hashes, pa.uint64()),
    }


def _identity_columns(rows: Sequence[SpanRow]) -> dict[str, pa.Array]:
    return {
        "trace_id": pa.array([row.span.raw.trace_id for row in rows], pa.string()),
        "span_id": pa.array([row.span.raw.span_id for row in rows], pa.string()),
        "version": pa.array([row.version for row in rows], pa.uint64()),
    }


def _attributes_column(spans: Sequence[Span]) -> pa.Array:
    """Flat names and values with offsets: Arrow takes lists of pairs apart much more slowly."""
    names: list[str] = []
    values: list[str] = []
    offsets = [0]
    for span in spans:
        short = short_attributes(span.raw.attributes)
        names += short.keys()
        values += short.values()
        offsets.append(len(names))
    return pa.MapArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.array(names, pa.string()), pa.array(values, pa.string())
    )


def _link_columns(spans: Sequence[Span]) -> dict[str, pa.Array]:
    runs = [span.run or _NO_RUN for span in spans]
    return {
        "run": pa.array([run.run_id for run in runs], pa.string()),
        "run_project": pa.array([run.path for run in runs], pa.string()),
        "run_step": pa.array([-1 if run.step is None else run.step for run in runs], pa.int64()),
        "refs": pa.array([list(span.refs) for span in spans], pa.list_(pa.string())),
    }


def _score_columns(spans: Sequence[Span]) -> dict[str, pa.Array]:
    rows = [score_columns(span.scores) if span.scores else _NO_SCORES for span in spans]
    return {name: pa.array([row[name] for row in rows], pa.list_(pa.string())) for name in SCORES}


def _usage_columns(spans: Sequence[Span]) -> dict[str, pa.Array]:
    parts = ("input", "output", "cache_read", "cache_write", "reasoning")
    return {f"{part}_tokens": pa.array([getattr(span.usage, part) for span in spans], pa.uint64()) for part in parts}
