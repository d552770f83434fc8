"""Spans as they arrive, and as Runlake understands them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "agent", "llm", "tool", "retriever", "embedding", "chain", "evaluator", "guardrail", "reranker", "unknown"
]
Status = Literal["ok", "error", "unset"]

Attributes = Mapping[str, Any]
"""Names to JSON values: str, bool, int, float, None, lists and objects of them; bytes come as base64 text."""


@dataclass(slots=True)
class SpanEvent:
    """Something that happened at one moment of a span; `time_ns` since the epoch."""

    name: str
    time_ns: int
    attributes: Attributes


@dataclass(slots=True)
class SpanLink:
    """A pointer to a span of another trace."""

    trace_id: str
    span_id: str
    attributes: Attributes


@dataclass(slots=True)
class RawSpan:
    """A finished span as a client sent it, of any convention.

    Ids are lower-case hex; `parent_id` is "" for a root. Times are nanoseconds since the epoch. `dropped` counts
    attributes, events and links that the client left out.
    """

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    start_ns: int
    end_ns: int
    attributes: Attributes
    otel_kind: int = 0
    status: Status = "unset"
    status_message: str = ""
    events: Sequence[SpanEvent] = ()
    links: Sequence[SpanLink] = ()
    resource: Attributes = field(default_factory=dict)
    scope: str = ""
    scope_version: str = ""
    dropped: int = 0


def raw_span_of(document: Mapping[str, Any]) -> RawSpan:
    """The span that was written as this JSON object."""
    events = [SpanEvent(**event) for event in document["events"]]
    links = [SpanLink(**link) for link in document["links"]]
    return RawSpan(**{**document, "events": events, "links": links})


@dataclass(slots=True)
class Usage:
    """Tokens of one model request; `input` includes what was read from a cache, `output` includes reasoning."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    reasoning: int = 0

    @property
    def total(self) -> int:
        return self.input + self.output


@dataclass(frozen=True, slots=True)
class RunOfSpan:
    """A run by its id; `entity` and `project` are "" when the span does not say: its own. `step` None: not said."""

    run_id: str
    project: str = ""
    entity: str = ""
    step: int | None = None

    @property
    def path(self) -> str:
        """`entity/project` or `project` of a run that is elsewhere, "" for the span's own project."""
        return "/".join(part for part in (self.entity, self.project) if part)


@dataclass(frozen=True, slots=True)
class Score:
    """A judgement that came with a span: a number, a label or both, and why. `value` None: it has no number.

    `by` is whoever judged, as far as the client says: a person, a scorer (a model or code), or just the client.
    """

    name: str
    value: float | None
    label: str
    note: str
    by: Literal["person", "scorer", "client"]


@dataclass(slots=True)
class Span:
    """A span in Runlake's own terms; everything the client sent is kept in `raw`.

    `input` and `output` are any JSON, as a person wants to see them. `cost` is in US dollars: as the client
    reported it, else computed by the price `price_id`, None without. `shown` names the attributes, or the prefixes of numbered ones, that `input` and `output`
    are read from; `whole` those of the span's attributes that input and output are the value of, "" for none.
    """

    raw: RawSpan
    name: str
    kind: Kind
    status: Status
    error_type: str
    error_message: str
    service: str
    model: str
    provider: str
    session_id: str
    user_id: str
    tags: tuple[str, ...]
    usage: Usage
    cost: float | None
    input: Any
    output: Any
    shown: tuple[str, ...]
    whole: tuple[str, str] = ("", "")
    price_id: str = ""
    run: RunOfSpan | None = None
    refs: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()

    @property
    def duration_ns(self) -> int:
        return max(0, self.raw.end_ns - self.raw.start_ns)
