"""Log records → console lines of a run, and events of spans. Pure.

A record with a trace and a span id is an event of that span: GenAI instrumentations send messages and evaluations so. Any
other one is a line of the console of the run that it, or its resource, names.
"""

from dataclasses import dataclass, field
from typing import Any

import orjson

from runlake.ingest import ConsoleLine
from runlake.products.traces import SpanEvent
from runlake.protocols.otlp.values import TooDeep, as_int, json_attributes, json_value

_ERRORS_FROM = 17  # SEVERITY_NUMBER_ERROR
_ANSI = "\x1b"
_LATEST_US = 10_413_792_000 * 10**6
_RUN = ("runlake.run", "wandb.run_id", "mlflow.source.run")
_IDS = (("traceId", 32), ("spanId", 16))


@dataclass(slots=True)
class Said:
    """What log records came to. `events` by (trace id, span id), `lines` by the run's name ("": none was named)."""

    events: dict[tuple[str, str], list[SpanEvent]] = field(default_factory=dict)
    lines: dict[str, list[ConsoleLine]] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)


def named_run(attributes: dict[str, Any]) -> str:
    """The run that attributes name, "" for none."""
    return next((str(attributes[name]) for name in _RUN if attributes.get(name)), "")


def read_records(records: list[dict[str, Any]], resource: dict[str, Any]) -> Said:
    """The events and the lines of the records of one resource, in their order."""
    said = Said()
    for record in records:
        try:
            attributes = json_attributes(record.get("attributes"))
            body = json_value(record.get("body"))
        except TooDeep as error:
            said.rejected.append(str(error))
            continue
        span = _span_of(record)
        if span is not None:
            said.events.setdefault(span, []).append(_event(record, attributes, body))
        else:
            lines = said.lines.setdefault(named_run(attributes) or named_run(resource), [])
            lines += _lines(record, attributes, body, len(lines))
    return said


def _span_of(record: dict[str, Any]) -> tuple[str, str] | None:
    ids = [str(record.get(name, "")).lower() for name, _ in _IDS]
    fits = all(
        len(text) == length and text.strip("0") and not text.strip("0123456789abcdef")
        for text, (_, length) in zip(ids, _IDS, strict=True)
    )
    return (ids[0], ids[1]) if fits else None


def _event(record: dict[str, Any], attributes: dict[str, Any], body: Any) -> SpanEvent:
    """GenAI events of a span and of a log differ in where the content stands: the body is taken as attributes."""
    name = record.get("eventName") or attributes.pop("event.name", None) or "log"
    if isinstance(body, dict):
        attributes = {**{str(key): value for key, value in body.items()}, **attributes}
    elif body is not None:
        attributes = {"body": body, **attributes}
    if severity := _severity(record):
        attributes = {**attributes, "log.severity": severity}
    return SpanEvent(str(name), _time_ns(record), attributes)


def _lines(record: dict[str, Any], attributes: dict[str, Any], body: Any, first: int) -> list[ConsoleLine]:
    if body is None:
        body = record.get("eventName") or attributes or ""
    text = body if isinstance(body, str) else orjson.dumps(body).decode()
    level = "error" if as_int(record.get("severityNumber")) >= _ERRORS_FROM else ""
    severity = _severity(record)
    texts = text.splitlines() or [""]
    texts[0] = f"{severity} {texts[0]}" if severity else texts[0]
    time_us = min(_time_ns(record) // 1000, _LATEST_US)
    return [ConsoleLine(first + at, level, "otlp", time_us, line) for at, line in enumerate(texts)]


def _severity(record: dict[str, Any]) -> str:
    text = record.get("severityText")
    return text.upper()[:16] if isinstance(text, str) else ""


def _time_ns(record: dict[str, Any]) -> int:
    time_ns = as_int(record.get("timeUnixNano")) or as_int(record.get("observedTimeUnixNano"))
    return min(max(time_ns, 0), 2**63 - 1)
