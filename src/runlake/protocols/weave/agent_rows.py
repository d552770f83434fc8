"""Spans of agents, and what they sum up to by agent, as clients read them. Pure.

A span is an agent's when it says so in the words of OpenTelemetry's GenAI conventions, or in Weave's own, which count first.
Source: the answers that weave 0.54.0's generated client reads.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from runlake.products.traces import StoredSpan
from runlake.protocols.weave.stored_calls import iso_of

Row = dict[str, Any]

OPERATION = ("weave.operation.name", "gen_ai.operation.name")
AGENT = ("weave.agent.name", "gen_ai.agent.name")
_INVOKES = "invoke_agent"
_TEXTS = {
    "operation_name": OPERATION,
    "provider_name": ("weave.provider.name", "gen_ai.provider.name", "gen_ai.system"),
    "agent_name": AGENT,
    "agent_id": ("weave.agent.id", "gen_ai.agent.id"),
    "agent_version": ("weave.agent.version", "gen_ai.agent.version"),
    "agent_description": ("weave.agent.description", "gen_ai.agent.description"),
    "request_model": ("weave.request.model", "gen_ai.request.model"),
    "response_model": ("weave.response.model", "gen_ai.response.model"),
    "response_id": ("weave.response.id", "gen_ai.response.id"),
    "conversation_id": ("weave.conversation.id", "gen_ai.conversation.id"),
    "conversation_name": ("weave.conversation.name",),
    "tool_name": ("weave.tool.name", "gen_ai.tool.name"),
    "tool_call_id": ("weave.tool.call.id", "gen_ai.tool.call.id"),
    "error_type": ("error.type",),
    "wb_run_id": ("wandb.wb_run_id",),
    "parent_call_id": ("weave.parent_call.id",),
    "parent_call_trace_id": ("weave.parent_call.trace_id",),
}
_MESSAGES = {
    "input_messages": ("weave.input.messages", "gen_ai.input.messages"),
    "output_messages": ("weave.output.messages", "gen_ai.output.messages"),
}
_TOKENS = {
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "cache_creation_input_tokens": "cache_write_tokens",
}
_KINDS = ("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
_LISTS = (
    "artifact_refs",
    "content_refs",
    "object_refs",
    "finish_reasons",
    "request_stop_sequences",
    "system_instructions",
)
_CUSTOM = "custom_attrs_"
_CONVENTIONS = ("gen_ai.", "weave.", "wandb.")
CUSTOM = {bool: "custom_attrs_bool", int: "custom_attrs_int", float: "custom_attrs_float", str: "custom_attrs_string"}


def agent_row(project_name: str, span: StoredSpan, *, details: bool) -> Row:
    """A span as it is sent; its messages only with `details`."""
    raw = span.raw
    found = raw["attributes"]
    return {
        "project_id": project_name,
        "trace_id": raw["trace_id"],
        "span_id": raw["span_id"],
        "parent_span_id": raw["parent_id"] or None,
        "span_name": raw["name"],
        "span_kind": _KINDS[raw["otel_kind"]] if 0 <= raw["otel_kind"] < len(_KINDS) else _KINDS[0],
        "started_at": iso_of(raw["start_ns"]),
        "ended_at": iso_of(raw["end_ns"]) if raw["end_ns"] else None,
        "duration_ms": max(raw["end_ns"] - raw["start_ns"], 0) // 1_000_000,
        "status_code": raw["status"].upper(),
        "status_message": raw["status_message"] or None,
        **{name: _first(found, names) for name, names in _TEXTS.items()},
        **{name: span.tokens[kept] for name, kept in _TOKENS.items()},
        **{name: _messages(found, names) if details else [] for name, names in _MESSAGES.items()},
        **{name: [] for name in _LISTS},
        **_custom(found),
    }


def totals(project_name: str, rows: Iterable[Row], key: Sequence[str]) -> list[Row]:
    """What spans sum up to by their agents, or by versions of them: one row for each, the one seen last first."""
    groups: dict[tuple[str, ...], Row] = {}
    for row in rows:
        names = tuple(row[name] or "" for name in key)
        group = groups.setdefault(names, _nothing(project_name, dict(zip(key, names, strict=True)), row["started_at"]))
        group["span_count"] += 1
        group["invocation_count"] += row["operation_name"] == _INVOKES
        group["error_count"] += row["status_code"] == "ERROR"
        group["total_input_tokens"] += row["input_tokens"]
        group["total_output_tokens"] += row["output_tokens"]
        group["total_duration_ms"] += row["duration_ms"]
        group["first_seen"] = min(group["first_seen"], row["started_at"])
        group["last_seen"] = max(group["last_seen"], row["started_at"])
    return sorted(groups.values(), key=lambda group: group["last_seen"], reverse=True)


def attributes_in(rows: Iterable[Row]) -> list[Row]:
    """The user's own attributes of spans, by name and type of value: the most frequent first."""
    counts = Counter((kept, name) for row in rows for kept in CUSTOM.values() for name in row[kept])
    ordered = sorted(counts.items(), key=lambda found: (-found[1], found[0][1], found[0][0]))
    return [
        {"key": name, "source": kept, "value_type": kept.removeprefix(_CUSTOM), "span_count": spans}
        for (kept, name), spans in ordered
    ]


def _nothing(project_name: str, names: Mapping[str, str], at: str) -> Row:
    counts = ("span_count", "invocation_count", "error_count", "total_input_tokens", "total_output_tokens")
    seen = {"first_seen": at, "last_seen": at, "total_duration_ms": 0, "total_cost_usd": None}
    return {"project_id": project_name, **names, **dict.fromkeys(counts, 0), **seen}


def _first(attributes: Mapping[str, Any], names: Sequence[str]) -> str | None:
    return next((value for name in names if isinstance(value := attributes.get(name), str) and value), None)


def _custom(attributes: Mapping[str, Any]) -> Row:
    """The user's own attributes by the types of their values."""
    kept: Row = {name: {} for name in CUSTOM.values()}
    for name, value in attributes.items():
        if type(value) in CUSTOM and not name.startswith(_CONVENTIONS):
            kept[CUSTOM[type(value)]][name] = value
    return kept


def _messages(attributes: Mapping[str, Any], names: Sequence[str]) -> list[Row]:
    found: Any = next((attributes[name] for name in names if attributes.get(name)), [])
    try:
        messages = orjson.loads(found) if isinstance(found, str) else found
    except orjson.JSONDecodeError:
        messages = []
    return (
        [_message(message) for message in messages if isinstance(message, dict)] if isinstance(messages, list) else []
    )


def _message(message: Mapping[str, Any]) -> Row:
    """A message with its texts put together; what is not text is JSON."""
    held = message.get("parts", message.get("content", ""))
    listed = [part for part in held if isinstance(part, dict)] if isinstance(held, list) else []
    texts = [part["content"] for part in listed if isinstance(part.get("content"), str)]
    whole = bool(texts) and len(texts) == len(held)
    content = held if isinstance(held, str) else "\n".join(texts) if whole else orjson.dumps(held).decode()
    return {
        "role": str(message.get("role") or ""),
        "content": content,
        "finish_reason": str(message.get("finish_reason") or ""),
    }
