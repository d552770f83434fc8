"""Bodies of trace exports → raw spans, grouped by resource. Pure.

Source: OTLP 1.11, `opentelemetry/proto/collector/trace/v1` and the specification's JSON rules: ids are hex text,
64-bit numbers may be texts, enumerations are numbers though some clients send names, unknown keys are ignored.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from runlake.errors import MalformedBody
from runlake.model.json_shape import MOST_OF_BODY, check_json_size
from runlake.products.traces import RawSpan, SpanEvent, SpanLink
from runlake.protocols.otlp.sizes import check_json_values, check_values, repeats_too_much
from runlake.protocols.otlp.values import TooDeep, as_int, attributes_of, json_attributes

if TYPE_CHECKING:
    from opentelemetry.proto.trace.v1 import trace_pb2

_STATUS = {1: "ok", 2: "error", "STATUS_CODE_OK": "ok", "STATUS_CODE_ERROR": "error"}
_KINDS = {
    "SPAN_KIND_INTERNAL": 1,
    "SPAN_KIND_SERVER": 2,
    "SPAN_KIND_CLIENT": 3,
    "SPAN_KIND_PRODUCER": 4,
    "SPAN_KIND_CONSUMER": 5,
}
_TRACE_HEX, _SPAN_HEX = 32, 16
_NO_TRACE, _NO_SPAN = "0" * _TRACE_HEX, "0" * _SPAN_HEX


@dataclass(slots=True)
class ResourceSpans:
    """Spans of one resource, and why others of it were left out."""

    resource: dict[str, Any]
    spans: list[RawSpan] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def decode_protobuf(body: bytes) -> list[ResourceSpans]:
    """The spans of a protobuf body. Raises MalformedBody."""
    # Imported at the first export: protobuf's classes take 70 ms to load, which a start need not.
    from google.protobuf.message import DecodeError
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    try:
        request = ExportTraceServiceRequest.FromString(body)
    except DecodeError as error:
        raise MalformedBody(f"the body is not an ExportTraceServiceRequest: {error}") from error
    groups = []
    for resource_spans in request.resource_spans:
        group = ResourceSpans(_checked_attributes(resource_spans.resource.attributes))
        for scope_spans in resource_spans.scope_spans:
            scope = scope_spans.scope
            make = partial(_span, resource=group.resource, scope=scope.name, scope_version=scope.version)
            for span in scope_spans.spans:
                _take(group, make, span)
        groups.append(_bounded(group))
    return groups


def decode_json(body: bytes) -> list[ResourceSpans]:
    """The spans of a JSON body. Raises MalformedBody or LimitExceeded."""
    check_json_size([body], MOST_OF_BODY)
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedBody(f"the body is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise MalformedBody("the body is not a JSON object with resourceSpans")
    groups = []
    for resource_spans in _objects(_member(document, "resourceSpans")):
        group = ResourceSpans(_checked_json(_member(_object(_member(resource_spans, "resource")), "attributes")))
        for scope_spans in _objects(_member(resource_spans, "scopeSpans")):
            scope = _object(_member(scope_spans, "scope"))
            make = partial(_json_span, resource=group.resource, scope=scope, body_bytes=len(body))
            for span in _objects(_member(scope_spans, "spans")):
                _take(group, make, span)
        groups.append(_bounded(group))
    return groups


def _take(group: ResourceSpans, make: Callable[[Any], RawSpan], given: Any) -> None:
    try:
        span = make(given)
        _check(span)
    except ValueError as error:
        group.rejected.append(str(error))
    else:
        group.spans.append(span)


def _bounded(group: ResourceSpans) -> ResourceSpans:
    reason = repeats_too_much(group.resource, group.spans)
    if reason is not None:
        group.rejected += [reason] * len(group.spans)
        group.spans.clear()
    return group


def _check(span: RawSpan) -> None:
    if len(span.trace_id) != _TRACE_HEX or span.trace_id == _NO_TRACE:
        raise _bad_id(span, "trace id", span.trace_id, _TRACE_HEX)
    if len(span.span_id) != _SPAN_HEX or span.span_id == _NO_SPAN:
        raise _bad_id(span, "span id", span.span_id, _SPAN_HEX)
    if not span.parent_id.strip("0"):
        span.parent_id = ""
    if span.attributes.get("wandb.is_turn") is True and span.attributes.get("wandb.thread_id"):
        span.attributes = {"wandb.turn_id": span.span_id, **span.attributes}  # as calls say it: a turn has its own id


def _bad_id(span: RawSpan, what: str, value: str, length: int) -> ValueError:
    return ValueError(f"span {span.name[:100]!r}: the {what} {value[:64]!r} is not {length // 2} bytes, not all zero")


def _span(span: "trace_pb2.Span", resource: dict[str, Any], scope: str, scope_version: str) -> RawSpan:
    check_values(span)
    status = span.status
    return RawSpan(
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        name=span.name,
        start_ns=span.start_time_unix_nano,
        end_ns=span.end_time_unix_nano,
        attributes=attributes_of(span.attributes),
        otel_kind=span.kind,
        status=_STATUS.get(status.code, "unset"),  # type: ignore[arg-type]
        status_message=status.message,
        events=_events(span.events) if span.events else [],
        links=_links(span.links) if span.links else [],
        resource=resource,
        scope=scope,
        scope_version=scope_version,
        dropped=span.dropped_attributes_count + span.dropped_events_count + span.dropped_links_count,
    )


def _events(events: "Iterable[trace_pb2.Span.Event]") -> list[SpanEvent]:
    return [SpanEvent(event.name, event.time_unix_nano, attributes_of(event.attributes)) for event in events]


def _links(links: "Iterable[trace_pb2.Span.Link]") -> list[SpanLink]:
    return [SpanLink(link.trace_id.hex(), link.span_id.hex(), attributes_of(link.attributes)) for link in links]


def _json_span(span: dict[str, Any], resource: dict[str, Any], scope: dict[str, Any], body_bytes: int) -> RawSpan:
    check_json_values(span, body_bytes)
    status, kind = _object(_member(span, "status")), _member(span, "kind")
    code = status.get("code")
    return RawSpan(
        trace_id=_id(span, "traceId"),
        span_id=_id(span, "spanId"),
        parent_id=_id(span, "parentSpanId"),
        name=_text(span, "name"),
        start_ns=as_int(_member(span, "startTimeUnixNano")),
        end_ns=as_int(_member(span, "endTimeUnixNano")),
        attributes=json_attributes(_member(span, "attributes")),
        otel_kind=_KINDS.get(kind, 0) if isinstance(kind, str) else as_int(kind),
        status=_STATUS.get(code, "unset") if isinstance(code, int | str) else "unset",  # type: ignore[arg-type]
        status_message=_text(status, "message"),
        events=[_json_event(event) for event in _objects(_member(span, "events"))],
        links=[_json_link(link) for link in _objects(_member(span, "links"))],
        resource=resource,
        scope=_text(scope, "name"),
        scope_version=_text(scope, "version"),
        dropped=as_int(_member(span, "droppedAttributesCount")),
    )


def _json_link(link: dict[str, Any]) -> SpanLink:
    attributes = json_attributes(_member(link, "attributes"))
    return SpanLink(_text(link, "traceId").lower(), _text(link, "spanId").lower(), attributes)


def _json_event(event: dict[str, Any]) -> SpanEvent:
    attributes = json_attributes(_member(event, "attributes"))
    return SpanEvent(_text(event, "name"), as_int(_member(event, "timeUnixNano")), attributes)


def _checked_attributes(pairs: Any) -> dict[str, Any]:
    try:
        return attributes_of(pairs)
    except TooDeep as error:
        raise MalformedBody(f"a resource: {error}") from error


def _checked_json(pairs: Any) -> dict[str, Any]:
    try:
        return json_attributes(pairs)
    except TooDeep as error:
        raise MalformedBody(f"a resource: {error}") from error


def _member(document: dict[str, Any], name: str) -> Any:
    """A member by its JSON name, or by the name of the protobuf field, which some clients send."""
    if name in document:
        return document[name]
    return document.get("".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    return (item for item in (value if isinstance(value, list) else ()) if isinstance(item, dict))


def _text(document: dict[str, Any], name: str) -> str:
    value = _member(document, name)
    return value if isinstance(value, str) else ""


def _id(document: dict[str, Any], name: str) -> str:
    """An id in small letters. Raises ValueError for one that is not hexadecimal."""
    text = _text(document, name).lower()
    if text.strip("0123456789abcdef"):
        raise ValueError(f"span {_text(document, 'name')[:100]!r}: the {name} {text[:64]!r} is not hexadecimal")
    return text
