"""Calls → spans. Pure.

A call is a span whose attributes say all that the client sent: `weave.*` for what only calls have, `wandb.*` for what
OpenTelemetry spans say in these words as well. The user's own plain attributes stand beside them, so that lists can be
filtered by them.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from runlake.products.traces import RawSpan, SpanEnd, Status
from runlake.protocols.weave.call_wire import CallEnd, CallStart, CompleteCall
from runlake.protocols.weave.door import plain_json
from runlake.protocols.weave.refs import name_in_ref
from runlake.protocols.weave.refusals import FieldRefused

OP_NAME = "weave.op_name"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ID = re.compile(r"[0-9a-z][0-9a-z_.:-]{0,127}")
_LONGEST_OP = 512
_LONGEST_NAME = 1024
_EVALUATORS = ("Evaluation.summarize", "Scorer.summarize")
_USAGE = {
    "input": ("prompt_tokens", "input_tokens"),
    "output": ("completion_tokens", "output_tokens"),
    "cache_read": ("cache_read_input_tokens",),
    "cache_write": ("cache_creation_input_tokens",),
}


def begun_span(call: CallStart, user: str) -> RawSpan:
    """The span of a call that has not ended; `id` and `trace_id` are there. Raises FieldRefused."""
    _check(call)
    attributes = {
        OP_NAME: call.op_name,
        "wandb.display_name": call.display_name,
        "wandb.thread_id": call.thread_id,
        "wandb.turn_id": call.turn_id,
        "wandb.wb_run_id": call.wb_run_id,
        "wandb.wb_run_step": call.wb_run_step,
        "weave.user": user,
        "weave.kind": _kind(call),
        **{name: value for name, value in call.attributes.items() if name != "weave" and _is_plain(value)},
        "weave.attributes": plain_json(call.attributes),
        "weave.inputs": plain_json(call.inputs),
    }
    system = call.attributes.get("weave")
    version = system.get("client_version") if isinstance(system, dict) else None
    return RawSpan(
        trace_id=call.trace_id or "",
        span_id=call.id or "",
        parent_id=call.parent_id or "",
        name=name_in_ref(call.op_name),
        start_ns=ns_of(call.started_at),
        end_ns=0,
        attributes={name: value for name, value in attributes.items() if value is not None},
        scope="weave",
        scope_version=version if isinstance(version, str) else "",
    )


def span_end(call: CallEnd | CompleteCall) -> SpanEnd:
    """What the end of a call adds to its span. Raises FieldRefused."""
    if call.ended_at is None:
        raise FieldRefused(f"call {call.id!r} has no ended_at")
    summary, output = plain_json(call.summary or {}), plain_json(call.output)
    error_type, message = _error(call.exception)
    attributes = {
        "weave.summary": summary,
        "weave.output": output,
        "weave.exception": call.exception,
        "wandb.wb_run_step_end": call.wb_run_step_end,
        "error.type": error_type,
        **_request(output, summary),
    }
    status: Status = "error" if call.exception else "ok"
    kept = {name: value for name, value in attributes.items() if value is not None}
    return SpanEnd(_checked_id(call.id, "id"), ns_of(call.ended_at), kept, status, message)


def complete_span(call: CompleteCall, user: str) -> RawSpan:
    """The span of a call that came in one piece. Raises FieldRefused."""
    span, end = begun_span(call, user), span_end(call)
    span.end_ns = end.end_ns
    span.attributes = {**span.attributes, **end.attributes}
    span.status, span.status_message = end.status, end.status_message
    return span


def _request(output: Any, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Model and tokens of a call that is itself a request to a model.

    The summary of every call sums up the usage of those below it; only the call whose output has the usage spent it.
    """
    own = output.get("usage") if isinstance(output, dict) else None
    model = output.get("model") if isinstance(output, dict) else None
    used = summary.get("usage")
    if not isinstance(own, dict) or not isinstance(model, str) or not isinstance(used, dict):
        return {}
    of_model = used.get(model)
    counts = of_model if isinstance(of_model, dict) else own
    usage = {part: sum(map(_count, map(counts.get, names))) for part, names in _USAGE.items()}
    return {"weave.model": model, "weave.usage": usage, "weave.kind": "llm"}


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _kind(call: CallStart) -> str | None:
    system, meta = call.attributes.get("weave"), call.attributes.get("_weave_eval_meta")
    given = system.get("kind") if isinstance(system, dict) else call.attributes.get("kind")
    if isinstance(given, str):
        return given
    if isinstance(meta, dict) and meta.get("score") is True:
        return "scorer"
    return "scorer" if name_in_ref(call.op_name) in _EVALUATORS else None


def _error(exception: str | None) -> tuple[str | None, str]:
    """Class and message of an exception: JSON from Python, any text from others."""
    if not exception:
        return None, ""
    try:
        document = orjson.loads(exception)
    except orjson.JSONDecodeError:
        return None, exception[:10_000]
    if not isinstance(document, dict):
        return None, exception[:10_000]
    return str(document.get("type") or "")[:256] or None, str(document.get("message") or "")[:10_000]


def _check(call: CallStart) -> None:
    _checked_id(call.id, "id")
    _checked_id(call.trace_id, "trace_id")
    if call.parent_id:
        _checked_id(call.parent_id, "parent_id")
    if len(call.op_name) > _LONGEST_OP or len(name_in_ref(call.op_name)) > 128:
        raise FieldRefused(f"op_name {call.op_name[:100]!r} is longer than 128 characters")
    if len(call.display_name or "") > _LONGEST_NAME:
        raise FieldRefused(
            f"display_name {(call.display_name or '')[:100]!r} is longer than {_LONGEST_NAME} characters"
        )


def _checked_id(given: str | None, name: str) -> str:
    if given is None or not _ID.fullmatch(given):
        raise FieldRefused(f"{name} {str(given)[:100]!r} is no id: digits, lower-case letters and '-', at most 128")
    return given


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | bool | int | float)


def ns_of(at: datetime) -> int:
    """Nanoseconds since the epoch; a time without a zone is UTC."""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    delta = aware - _EPOCH
    return ((delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds) * 1000
