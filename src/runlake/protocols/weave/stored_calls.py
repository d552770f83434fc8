"""Spans → calls as clients read them. Pure. Spans of OpenTelemetry exporters are calls as well."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from runlake.products.traces import RawSpan, StoredSpan
from runlake.protocols.weave.call_spans import OP_NAME
from runlake.protocols.weave.refs import SCHEME, name_in_ref

Call = dict[str, Any]
"""A call in the client's words; times are ISO text."""

_CACHED = {"cache_read_tokens": "cache_read_input_tokens", "cache_write_tokens": "cache_creation_input_tokens"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_NS = 253_402_300_799_000_000_000  # the last second of the year 9999


def call_of_stored(project_name: str, span: StoredSpan) -> Call:
    """The call of a finished span."""
    raw = span.raw
    call = _call(project_name, raw)
    if OP_NAME not in raw["attributes"]:
        call["inputs"] = _as_object(span.input_json, "input")
        call["output"] = orjson.loads(span.output_json) if span.output_json else None
        call["attributes"] |= _as_dict(raw["attributes"].get("wandb.attributes"))
        if span.model:
            call["attributes"] = {"model": span.model, **call["attributes"]}
            call["summary"] = {"usage": {span.model: _usage(span.tokens)}}
    return call


def call_of_open(project_name: str, span: RawSpan) -> Call:
    """The call of a span that has begun; without `ended_at` unless its end is there already."""
    names = ("trace_id", "span_id", "parent_id", "name", "start_ns", "end_ns", "attributes", "status", "status_message")
    return _call(project_name, {name: getattr(span, name) for name in names})


def with_derived(call: Call) -> Call:
    """The call with `summary.weave`: what is computed whenever a summary is read, beside what the client put there."""
    summary = call["summary"] or {}
    kept = summary.get("weave")
    weave: dict[str, Any] = {**(kept if isinstance(kept, dict) else {}), "status": returned_status(call)}
    latency_ms = latency_of(call)
    if latency_ms is not None:
        weave["latency_ms"] = latency_ms
    if call["display_name"]:
        weave["display_name"] = call["display_name"]
    else:
        weave["trace_name"] = name_in_ref(call["op_name"])
    return {**call, "summary": {**summary, "weave": weave}}


def returned_status(call: Call) -> str:
    """The status in what is returned: a call that runs is running, whatever failed below it."""
    if call["exception"]:
        return "error"
    if call["ended_at"] is None:
        return "running"
    return "descendant_error" if _failures(call) else "success"


def queried_status(call: Call) -> str:
    """The status in filters and orders: failures below come before running."""
    if call["exception"]:
        return "error"
    if _failures(call):
        return "descendant_error"
    return "running" if call["ended_at"] is None else "success"


def latency_of(call: Call) -> int | None:
    """Whole milliseconds from begin to end; None while it runs."""
    if call["ended_at"] is None:
        return None
    return int((seconds_of(call["ended_at"]) - seconds_of(call["started_at"])) * 1000 + 0.000_5)


def seconds_of(text: str) -> float:
    """Seconds since the epoch of ISO text. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def call_ref(project_name: str, call_id: str) -> str:
    """How feedback names a call."""
    return f"{SCHEME}{project_name}/call/{call_id}"


def _call(project_name: str, raw: Mapping[str, Any]) -> Call:
    found = raw["attributes"]
    of_weave = OP_NAME in found
    return {
        "id": raw["span_id"],
        "project_id": project_name,
        "op_name": found.get(OP_NAME) or raw["name"] or "span",
        "display_name": found.get("wandb.display_name"),
        "trace_id": raw["trace_id"],
        "parent_id": raw["parent_id"] or None,
        "thread_id": found.get("wandb.thread_id"),
        "turn_id": found.get("wandb.turn_id"),
        "started_at": iso_of(raw["start_ns"]),
        "ended_at": iso_of(raw["end_ns"]) if raw["end_ns"] else None,
        "exception": found.get("weave.exception") if of_weave else _exception(raw),
        "attributes": found.get("weave.attributes", {}) if of_weave else {**found, "otel_span": dict(raw)},
        "inputs": found.get("weave.inputs", {}),
        "output": found.get("weave.output"),
        "summary": found.get("weave.summary", {}),
        "wb_user_id": found.get("weave.user"),
        "wb_run_id": found.get("wandb.wb_run_id"),
        "wb_run_step": found.get("wandb.wb_run_step"),
        "wb_run_step_end": found.get("wandb.wb_run_step_end"),
        "deleted_at": None,
    }


def _as_dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _usage(tokens: Mapping[str, int]) -> dict[str, int]:
    """Tokens in the words of a summary; the cached ones only where there are some."""
    used = {"prompt_tokens": tokens["input_tokens"], "completion_tokens": tokens["output_tokens"]}
    cached = {_CACHED[name]: tokens[name] for name in _CACHED if tokens[name]}
    return {**used, "total_tokens": sum(used.values()), **cached}


def _exception(raw: Mapping[str, Any]) -> str | None:
    return (raw["status_message"] or "error") if raw["status"] == "error" else None


def _as_object(text: str, name: str) -> dict[str, Any]:
    value = orjson.loads(text) if text else {}
    return value if isinstance(value, dict) else {name: value}


def _failures(call: Call) -> bool:
    counts = (call["summary"] or {}).get("status_counts")
    errors = counts.get("error") if isinstance(counts, dict) else None
    return isinstance(errors, int | float) and errors > 0


def iso_of(time_ns: int) -> str:
    """A time in ns as clients read it; what lies outside of 1970 to 9999 becomes the nearest that does not."""
    at = _EPOCH + timedelta(microseconds=min(max(time_ns, 0), _LATEST_NS) // 1000)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
