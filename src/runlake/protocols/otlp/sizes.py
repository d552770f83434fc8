"""Spans that would take more memory than anybody can mean: refused before they are translated. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson

from runlake.products.traces import RawSpan

if TYPE_CHECKING:
    from opentelemetry.proto.trace.v1 import trace_pb2

MOST_VALUES = 100_000
"""Attributes of one span with its events and links, members of lists and objects included."""

MOST_REPEATED_BYTES = 256 * 1024 * 1024
"""What a resource and its scopes say is kept with every span: of one resource so much in all."""

_LEAST_BYTES, _LEAST_JSON_BYTES = 4, 14  # of one value: where less came, nothing has to be counted


def check_values(span: "trace_pb2.Span") -> None:
    """Raises ValueError for a span of more than 100,000 values."""
    if span.ByteSize() < _LEAST_BYTES * MOST_VALUES:
        return
    count = 0
    groups: list[Any] = [span.attributes, span.events, span.links]
    while groups:  # counted before they are looked into
        count += sum(map(len, groups))
        _check_count(count, span.name)
        groups = [members for group in groups for item in group if (members := _members(item))]


def check_json_values(span: dict[str, Any], body_bytes: int) -> None:
    """About the same for a span in JSON, where every value is an object, and an attribute another one around it."""
    if body_bytes < _LEAST_JSON_BYTES * MOST_VALUES:
        return
    level: list[Any] = [span]
    count = 0
    while level:
        count += sum(isinstance(item, dict) for item in level)
        _check_count(count // 2, str(span.get("name", "")))
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]


def repeats_too_much(resource: dict[str, Any], spans: Sequence[RawSpan]) -> str | None:
    """Why these spans are refused: what they share is too long to be kept with each of them."""
    shared_bytes = len(orjson.dumps(resource)) * len(spans) + sum(
        len(span.scope) + len(span.scope_version) for span in spans
    )
    if shared_bytes <= MOST_REPEATED_BYTES:
        return None
    return (
        f"{len(spans)} spans share a resource and scopes of {shared_bytes // len(spans)} bytes, which are kept with "
        "each of them: send fewer at once"
    )


def _check_count(count: int, name: str) -> None:
    if count > MOST_VALUES:
        raise ValueError(
            f"span {name[:100]!r} has more than {MOST_VALUES} attributes, those of its events, lists and objects "
            "included: send fewer"
        )


def _members(item: Any) -> Sequence[Any]:
    """What an event, a link, an attribute or a value has in it."""
    if hasattr(item, "attributes"):
        return item.attributes  # type: ignore[no-any-return]
    value = getattr(item, "value", item)
    match value.WhichOneof("value"):
        case "array_value":
            return value.array_value.values  # type: ignore[no-any-return]
        case "kvlist_value":
            return value.kvlist_value.values  # type: ignore[no-any-return]
    return ()
