"""One raw span → one span in Runlake's own terms. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runlake.products.traces.mapping.links import refs_in, run_in
from runlake.products.traces.mapping.parsing import default_table
from runlake.products.traces.mapping.plans import plan_of
from runlake.products.traces.mapping.rules import MappingTable, Source
from runlake.products.traces.mapping.scores import JUDGED, scores_in
from runlake.products.traces.mapping.values import as_count, as_number, collect_lists, is_empty, parsed
from runlake.products.traces.records import Attributes, Kind, RawSpan, RunOfSpan, Span, SpanEvent, Status, Usage

_ALWAYS_JSON = ("mlflow.", "langfuse.observation.", "langfuse.trace.")
_QUOTED = "mlflow."  # texts are JSON, too
_CLIENT = 3
_DETAILS = "gen_ai.client.inference.operation.details"
_MOST_TAGS = 64
_NAME_STARTS: tuple[tuple[str, Kind], ...] = (
    ("chat ", "llm"),
    ("text_completion ", "llm"),
    ("generate_content ", "llm"),
    ("execute_tool ", "tool"),
    ("embeddings ", "embedding"),
    ("invoke_agent ", "agent"),
    ("retrieval ", "retriever"),
)
_INPUT_EVENTS = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}


def normalise(raw: RawSpan, table: MappingTable | None = None) -> Span:
    """Understand a span by the mapping table; what the table does not name stays in `raw`."""
    return _Reading(raw, table or default_table()).span()


def instructions_of(raw: RawSpan, table: MappingTable) -> Any:
    """What the model was told before the messages of its input: a text, parts of a message or any JSON; None for nothing."""
    return _Reading(raw, table).instructions()


class _Reading:
    """One span being read."""

    __slots__ = ("_attributes", "_lists", "_plan", "_raw", "_shown", "_table", "_whole")

    def __init__(self, raw: RawSpan, table: MappingTable) -> None:
        self._raw = raw
        self._table = table
        self._attributes = _with_details(raw) if raw.events else raw.attributes
        self._plan = plan_of(table, tuple(self._attributes), tuple(raw.resource))
        self._lists = collect_lists(self._attributes, self._plan.lists) if self._plan.lists else {}
        self._shown: list[str] = []
        self._whole = {"input": "", "output": ""}

    def span(self) -> Span:
        raw = self._raw
        usage, status = self._usage(), self._status()
        given_in, given_out = self._content("input"), self._content("output")
        return Span(
            raw=raw,
            name=self._text("name") or raw.name,
            kind=self._kind(usage, has_content=given_in is not None or given_out is not None),
            status=status,
            error_type=self._error_type() if status == "error" else "",
            error_message=self._error_message() if status == "error" else "",
            service=self._text("service"),
            model=self._text("model"),
            provider=self._provider(),
            session_id=self._text("session_id"),
            user_id=self._text("user_id"),
            tags=self._tags(),
            usage=usage,
            cost=as_number(self._value("cost")),
            input=given_in if given_in is not None or not raw.events else _messages_of_events(raw.events),
            output=given_out if given_out is not None or not raw.events else _choices_of_events(raw.events),
            shown=tuple(self._shown),
            whole=(self._whole["input"], self._whole["output"]),
            run=self._run(),
            refs=refs_in(self._each("refs")) if "refs" in self._plan.fields else (),
            scores=scores_in(self._attributes, raw.events, self._each("scores")) if self._may_judge() else (),
        )

    def instructions(self) -> Any:
        return parsed(self._value("instructions"))

    def _run(self) -> RunOfSpan | None:
        return run_in(self._text("run"), as_count(self._value("run_step"))) if "run" in self._plan.fields else None

    def _at(self, source: Source) -> Any:
        """What the span has at a source of its plan."""
        if source.is_list:
            value = self._lists.get(source.attribute)
        else:
            value = (self._raw.resource if source.of_resource else self._attributes)[source.attribute]
        return _member(source, value) if source.member else value

    def _each(self, field: str) -> Iterator[Any]:
        """All that the span has for a field, in the order of the table."""
        return map(self._at, self._plan.fields.get(field, ()))

    def _first(self, field: str) -> tuple[Source, Any] | None:
        """The first of what the span has for a field, in the order of the table, and where it stood."""
        for source in self._plan.fields.get(field, ()):
            if not is_empty(value := self._at(source)):
                return source, value
        return None

    def _value(self, field: str) -> Any:
        first = self._first(field)
        return first[1] if first else None

    def _text(self, field: str) -> str:
        first = self._first(field)
        if first is None:
            return ""
        source, value = first
        value = parsed(value, always_json=True) if source.attribute.startswith(_QUOTED) else value
        return value if isinstance(value, str) else str(value)

    def _content(self, field: str) -> Any:
        first = self._first(field)
        if first is None:
            return None
        source, value = first
        self._shown.append(source.attribute)
        if not (source.member or source.is_list or source.of_resource):
            self._whole[field] = source.attribute
        if self._attributes.get(source.attribute.replace(".value", ".mime_type")) == "text/plain":
            return value
        return parsed(value, always_json=source.attribute.startswith(_ALWAYS_JSON))

    def _kind(self, usage: Usage, *, has_content: bool) -> Kind:
        for rule in self._plan.kinds:
            value = self._attributes.get(rule.attribute)
            kind = rule.kinds.get(value.strip('"').lower()) if isinstance(value, str) else None  # MLflow's are quoted
            if kind is not None:
                return kind
        for start, kind in _NAME_STARTS:
            if self._raw.name.startswith(start):
                return kind
        is_request = usage.total > 0 or has_content or self._raw.otel_kind == _CLIENT
        return "llm" if is_request and self._text("model") else "unknown"

    def _provider(self) -> str:
        given = self._text("provider").lower()
        known = self._table.providers.get(given)
        if known is not None:
            return known
        head, dot, _ = given.partition(".")
        return given if not dot or given in self._table.providers.values() else self._table.providers.get(head, head)

    def _may_judge(self) -> bool:
        return bool(self._raw.events) or JUDGED in self._attributes or "scores" in self._plan.fields

    def _tags(self) -> tuple[str, ...]:
        if "tags" not in self._plan.fields:
            return ()
        value = parsed(self._value("tags"))
        tags = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(dict.fromkeys(str(tag)[:256] for tag in tags if isinstance(tag, str | int | float)))[:_MOST_TAGS]

    def _usage(self) -> Usage:
        usage = Usage(
            input=self._count("usage_input"),
            output=self._count("usage_output"),
            cache_read=self._count("usage_cache_read"),
            cache_write=self._count("usage_cache_write"),
            reasoning=self._count("usage_reasoning"),
        )
        cached = usage.cache_read + usage.cache_write
        if cached > usage.input:  # then the input was counted without them, as Anthropic does
            usage.input += cached
        return usage

    def _count(self, field: str) -> int:
        return (as_count(self._value(field)) or 0) if field in self._plan.fields else 0

    def _status(self) -> Status:
        level = self._attributes.get("langfuse.observation.level")
        return "error" if isinstance(level, str) and level.upper() == "ERROR" else self._raw.status

    def _error_type(self) -> str:
        return self._text("error_type") or _exception(self._raw.events, "exception.type")

    def _error_message(self) -> str:
        return (
            self._raw.status_message
            or self._text("error_message")
            or _exception(self._raw.events, "exception.message")
            or self._error_type()
        )


def _member(source: Source, value: Any) -> Any:
    document = parsed(value, always_json=True)
    for name in source.member.split(">"):
        document = document.get(name.strip()) if isinstance(document, Mapping) else None
    return document


def _with_details(raw: RawSpan) -> Attributes:
    """The attributes of a span, and what an event says in their place: content that is not on the span itself."""
    details = next((event.attributes for event in raw.events if event.name == _DETAILS), None)
    return raw.attributes if details is None else {**details, **raw.attributes}


def _exception(events: Sequence[SpanEvent], attribute: str) -> str:
    found = [event.attributes.get(attribute) for event in events if event.name == "exception"]
    return str(found[-1]) if found and found[-1] is not None else ""


def _messages_of_events(events: Sequence[SpanEvent]) -> Any:
    """The messages that GenAI conventions up to 1.36 put into events, in their order."""
    messages = [_message(event, _INPUT_EVENTS[event.name]) for event in events if event.name in _INPUT_EVENTS]
    return messages or _of_event(events, "gen_ai.content.prompt", "gen_ai.prompt")


def _choices_of_events(events: Sequence[SpanEvent]) -> Any:
    choices = [_message(event, "assistant") for event in events if event.name == "gen_ai.choice"]
    return choices or _of_event(events, "gen_ai.content.completion", "gen_ai.completion")


def _of_event(events: Sequence[SpanEvent], name: str, attribute: str) -> Any:
    values = (parsed(event.attributes.get(attribute)) for event in events if event.name == name)
    found: Any = next((value for value in values if not is_empty(value)), None)
    return found


def _message(event: SpanEvent, role: str) -> dict[str, Any]:
    fields = {name.removeprefix("gen_ai."): parsed(value) for name, value in event.attributes.items()}
    body = fields.pop("event.content", None)
    if isinstance(body, Mapping):
        fields |= body
    fields.pop("system", None)  # the provider's name
    inner = fields.get("message")
    if isinstance(inner, Mapping):  # as a choice of a log record has it
        fields |= fields.pop("message")
    return {"role": role, **fields}
