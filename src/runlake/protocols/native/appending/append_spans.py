"""Frames of spans and scores → spans and feedback as they are stored. Pure.

What our own client traces is stored in the words of Weave's calls: one page, one query and one search show both, and
Weave's clients read both. Source: the attributes that `protocols/weave` stores calls by.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson

from runlake.errors import LimitExceeded, MalformedBody
from runlake.model.json_shape import DEEPEST, brackets_in, is_deep
from runlake.products.feedback import check_judgement
from runlake.products.traces import RawSpan, SpanEnd, SpanEvent, Status, with_end
from runlake.wire import Kind, ScoreRecord, SpanEndRecord, SpanRecord

SPAN_KINDS = (Kind.SPAN, Kind.SPAN_END, Kind.SCORE)
_ID = re.compile(r"[0-9a-z][0-9a-z_.:-]{0,127}")
_LONGEST_NAME = 1024
_MOST = 100_000  # of one request: more than our own client's have room for
_LATEST_US = 10_413_792_000_000_000
_FIRST_NS = 1 << 63  # times beyond are no times


@dataclass(slots=True)
class SpanBatch:
    """The spans and scores of one request."""

    begun: dict[str, SpanRecord] = field(default_factory=dict)
    ended: dict[str, SpanEndRecord] = field(default_factory=dict)
    scores: list[ScoreRecord] = field(default_factory=list)

    def add(self, kind: int, payload: memoryview) -> None:
        """Take a frame of `SPAN_KINDS`. Raises InvalidInput, ValueError or msgspec.ValidationError."""
        if len(self.begun) + len(self.ended) + len(self.scores) >= _MOST:
            raise LimitExceeded(f"more than {_MOST} spans, ends and scores at once: send them in several requests")
        document = orjson.loads(payload)
        if brackets_in(bytes(payload)) > DEEPEST and is_deep(document):
            raise MalformedBody(f"a span or score is nested deeper than {DEEPEST} levels: leave out what is below")
        if kind == Kind.SPAN:
            span = msgspec.convert(document, SpanRecord)
            _check(span)
            self.begun[span.span_id] = span
        elif kind == Kind.SPAN_END:
            end = msgspec.convert(document, SpanEndRecord)
            _check_id(end.span_id)
            self.ended[end.span_id] = end
        else:
            score = msgspec.convert(document, ScoreRecord)
            _check_id(score.span_id)
            _check_id(score.score_id)
            check_judgement(score.name, score.value)
            self.scores.append(score)

    def __bool__(self) -> bool:
        return bool(self.begun or self.ended or self.scores)

    def whole(self, user: str, run_id: str) -> list[RawSpan]:
        """The spans of which beginning and end are here."""
        both = self.begun.keys() & self.ended.keys()
        return [
            with_end(begun_span(self.begun[each], user, run_id), span_end(self.ended[each])) for each in sorted(both)
        ]

    def open(self, user: str, run_id: str) -> list[RawSpan]:
        """The spans whose end is not here."""
        return [begun_span(span, user, run_id) for each, span in self.begun.items() if each not in self.ended]

    def ends(self) -> list[SpanEnd]:
        """The ends whose spans began in an earlier request."""
        return [span_end(end) for each, end in self.ended.items() if each not in self.begun]


def begun_span(span: SpanRecord, user: str, run_id: str) -> RawSpan:
    """A span that has begun; `run_id` is "" for one without a run."""
    otel = span.otel or {}
    attributes = {
        "session.id": span.session,
        "user.id": span.user,
        "runlake.run": run_id or None,
        "runlake.step": span.step,
        **({} if span.otel is not None else _words_of_calls(span, user)),
    }
    return RawSpan(
        trace_id=span.trace_id,
        span_id=span.span_id,
        parent_id=span.parent_id,
        name=span.name,
        start_ns=max(0, span.start_ns),
        end_ns=0,
        attributes={**(span.attributes or {}), **_given(attributes)},
        otel_kind=_number(otel.get("kind")),
        resource=otel["resource"] if isinstance(otel.get("resource"), dict) else {},
        scope=str(otel.get("scope", "" if span.otel is not None else "runlake"))[:_LONGEST_NAME],
        scope_version=str(otel.get("scope_version", ""))[:_LONGEST_NAME],
    )


def span_end(end: SpanEndRecord) -> SpanEnd:
    """What the end of a span adds to it."""
    error = end.error
    attributes = {
        "weave.output": end.output,
        "weave.kind": end.kind,
        "weave.model": end.model,
        "weave.usage": end.usage,
        "weave.summary": _summary(end),
        "weave.exception": None if error is None else _exception(error),
        "error.type": None if error is None else error.get("type"),
    }
    status: Status = "ok" if error is None else "error"
    message = "" if error is None else error.get("message", "")
    events = [_event(each) for each in end.events] or _raised(error, end.end_ns)
    given = {**(end.attributes or {}), **_given(attributes)}
    return SpanEnd(end.span_id, max(1, end.end_ns), given, status, message, events)


def moment_of_score(score: ScoreRecord) -> datetime:
    """When it was said."""
    return datetime.fromtimestamp(min(max(0, score.time_us), _LATEST_US) / 1e6, UTC)


def _words_of_calls(span: SpanRecord, user: str) -> dict[str, Any]:
    return {
        "weave.op_name": span.name,
        "weave.inputs": span.inputs,
        "weave.kind": span.kind,
        "weave.user": user,
        "weave.attributes": span.attributes or {},
        "wandb.display_name": span.display_name,
        "wandb.thread_id": span.session,
    }


def _summary(end: SpanEndRecord) -> dict[str, Any] | None:
    """Tokens by model, as results of evaluations sum them up."""
    if not end.usage or not end.model:
        return None
    used, made = end.usage.get("input", 0), end.usage.get("output", 0)
    total = min(used + made, _FIRST_NS - 1)  # more cannot be written
    counts = {"requests": 1, "input_tokens": used, "output_tokens": made, "total_tokens": total}
    return {"usage": {end.model: counts}}


def _exception(error: dict[str, str]) -> str:
    document = {name: error.get(name, "") for name in ("type", "message")}
    return json.dumps({**document, "traceback": error.get("stack", "")})


def _raised(error: dict[str, str] | None, time_ns: int) -> list[SpanEvent]:
    """The exception as an event: that is where its stack is shown."""
    if error is None or "stack" not in error:
        return []
    words = {"type": "exception.type", "message": "exception.message", "stack": "exception.stacktrace"}
    said = {name: error[member] for member, name in words.items() if member in error}
    return [SpanEvent("exception", _number(time_ns), said)]


def _event(said: dict[str, Any]) -> SpanEvent:
    attributes = said.get("attributes")
    name, time_ns = str(said.get("name", ""))[:_LONGEST_NAME], _number(said.get("time_ns"))
    return SpanEvent(name, time_ns, attributes if isinstance(attributes, dict) else {})


def _given(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < _FIRST_NS else 0


def _check(span: SpanRecord) -> None:
    for given in (span.trace_id, span.span_id, *([span.parent_id] if span.parent_id else [])):
        _check_id(given)
    if not span.name:
        raise MalformedBody(f"span {span.span_id} has no name")
    if max(len(span.name), len(span.display_name or "")) > _LONGEST_NAME:
        raise LimitExceeded(f"the name of a span {span.name[:40]!r}… is longer than {_LONGEST_NAME} characters")


def _check_id(given: str) -> None:
    if not _ID.fullmatch(given):
        raise MalformedBody(f"{given[:100]!r} is no id of a span: digits, small letters, '-', '_', at most 128")
