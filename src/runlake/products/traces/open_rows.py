"""Open spans as lists and trees show them: like finished ones, up to now. Pure."""

from typing import Any

from runlake.products.traces.mapping import MappingTable, instructions_of, normalise
from runlake.products.traces.previews import json_text, preview
from runlake.products.traces.records import RawSpan

_TEXTS = ("kind", "status", "error_type", "error_message", "service", "model", "provider", "session_id", "user_id")


def open_row(span: RawSpan, now_ns: int, table: MappingTable) -> dict[str, Any]:
    """The narrow row of a span that has begun; `is_open` tells it from those that have ended."""
    found = normalise(span, table)
    usage = found.usage
    input_json, output_json = json_text(found.input), json_text(found.output)
    return {
        "trace_id": span.trace_id,
        "span_id": span.span_id,
        "parent_id": span.parent_id,
        "is_root": not span.parent_id,
        "is_open": True,
        "version": 0,
        "start_ns": max(span.start_ns, 0),
        "duration_ns": max((span.end_ns or now_ns) - span.start_ns, 0),
        "name": found.name,
        **{name: getattr(found, name) for name in _TEXTS},
        "tags": list(found.tags),
        "input_tokens": usage.input,
        "output_tokens": usage.output,
        "cache_read_tokens": usage.cache_read,
        "cache_write_tokens": usage.cache_write,
        "reasoning_tokens": usage.reasoning,
        "cost": found.cost or 0.0,
        "has_cost": found.cost is not None,
        "price_id": "",
        "input_preview": preview(found.input, input_json),
        "output_preview": preview(found.output, output_json),
        "run": found.run.run_id if found.run else "",
        "run_project": found.run.path if found.run else "",
        "run_step": found.run.step if found.run and found.run.step is not None else -1,
        "refs": list(found.refs),
    }


def open_payload(span: RawSpan, table: MappingTable) -> dict[str, Any]:
    """What an open span holds so far."""
    found = normalise(span, table)
    return {"input": found.input, "output": found.output, "raw": span, "instructions": instructions_of(span, table)}
