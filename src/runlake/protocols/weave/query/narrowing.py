"""What a query lets the store leave out beforehand: every call that matches is kept, most others are not read. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from runlake.products.traces import NO_END_NS, Needle
from runlake.protocols.weave.query.fields import split_path
from runlake.protocols.weave.query.values import to_double
from runlake.protocols.weave.refs import SCHEME
from runlake.protocols.weave.stored_calls import seconds_of
from runlake.query import And, Compare, Filter, Or

_LONGEST = 256  # longer values are not among the attributes that lists are filtered by
_COLUMNS = {
    "id": "span_id",
    "trace_id": "trace_id",
    "parent_id": "parent_id",
    "thread_id": "attributes.wandb.thread_id",
    "turn_id": "attributes.wandb.turn_id",
    "wb_user_id": "attributes.weave.user",
    "wb_run_id": "attributes.wandb.wb_run_id",
}
"""Field of a call → field of a span."""
_JSON = ("inputs", "output", "attributes", "summary")
_SLACK_NS = 2_000
"""Calls have microseconds, spans nanoseconds, and bounds are floats."""
_SLACK_MS = 1
_LONGEST_MS = 1e15
_NUMERIC = re.compile(r"[0-9eE.+\-naif]*")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


@dataclass
class Narrowing:
    """Bounds of the start (the last is exclusive), conditions on columns, and texts that the stored call must hold."""

    since_ns: int = 0
    until_ns: int = NO_END_NS
    parts: list[Filter] = field(default_factory=list)
    needles: list[Needle] = field(default_factory=list)


def narrowing(document: Any, *, reads_objects: bool) -> Narrowing:
    """What follows from a query. `reads_objects`: paths may lead into objects that calls only refer to."""
    found = Narrowing()
    for name, value in _facts(document.get("$expr") if isinstance(document, dict) else None):
        if name == "$or" and isinstance(value, list):
            _add_alternatives(found, value, reads_objects=reads_objects)
        elif name == "$contains" and isinstance(value, dict):
            text, ignore_case = _literal(value.get("substr")), bool(value.get("case_insensitive"))
            _add_needle(found, value.get("input"), text, ignore_case=ignore_case, reads_objects=reads_objects)
        elif isinstance(value, list) and len(value) == 2:
            _add_comparison(found, name, value[0], value[1], reads_objects=reads_objects)
    return found


def _facts(operation: Any) -> Iterator[tuple[str, Any]]:
    """The operations that must all hold."""
    left = [operation]
    while left:
        item = left.pop()
        if not isinstance(item, dict) or len(item) != 1:
            continue
        ((name, value),) = item.items()
        if name == "$and" and isinstance(value, list):
            left.extend(value)
        else:
            yield name, value


def _add_alternatives(found: Narrowing, operations: list[Any], *, reads_objects: bool) -> None:
    """One of these must hold: that says something of the columns when each of them does."""
    each = [narrowing({"$expr": operation}, reads_objects=reads_objects).parts for operation in operations]
    if each and all(each):
        found.parts.append(Or(tuple(And(tuple(parts)) for parts in each)))


def _add_comparison(found: Narrowing, name: str, left: Any, right: Any, *, reads_objects: bool) -> None:
    called = left.get("$getField") if isinstance(left, dict) else None
    if not isinstance(called, str):
        return
    if called == "started_at" and name in ("$gt", "$gte", "$lt", "$lte"):
        _add_bound(found, name, _literal(right))
    elif called == "summary.weave.latency_ms":
        _add_latency(found, name, _literal(right))
    elif called == "summary.weave.status" and name == "$eq" and _literal(right) == "error":
        found.parts.append(Compare("status", "eq", "error"))  # other spans may be errors for more reasons
    elif name == "$eq" and called == "parent_id" and right == {"$literal": None}:
        found.parts.append(Compare("parent_id", "eq", ""))
    elif name == "$eq" and called.partition(".")[0] in _JSON:
        _add_needle(found, left, _literal(right), ignore_case=False, reads_objects=reads_objects)
    elif name in ("$eq", "$in"):
        given = [right] if name == "$eq" else right
        texts = [_literal(item) for item in given] if isinstance(given, list) else []
        if texts and all(isinstance(text, str) and 0 < len(text) <= _LONGEST for text in texts):
            _add_column(found, called, texts)


def _add_column(found: Narrowing, called: str, texts: list[Any]) -> None:
    if called in _COLUMNS:
        found.parts.append(Compare(_COLUMNS[called], "in", texts))
    elif called == "op_name":
        stored: Filter = Compare("attributes.weave.op_name", "in", texts)
        is_ref = all(text.startswith(SCHEME) for text in texts)
        found.parts.append(stored if is_ref else Or((stored, Compare("name", "in", texts))))


def _add_bound(found: Narrowing, name: str, literal: Any) -> None:
    try:
        at_s = seconds_of(literal) if isinstance(literal, str) else to_double(literal)
    except ValueError:
        return  # whoever compiles the query says what is wrong
    if at_s is None or not 0 <= at_s < 9e9:
        return
    at_ns = int(at_s * 1e9)
    if name in ("$gt", "$gte"):
        found.since_ns = max(found.since_ns, at_ns - _SLACK_NS)
    else:
        found.until_ns = min(found.until_ns, at_ns + _SLACK_NS)


def _add_latency(found: Narrowing, name: str, literal: Any) -> None:
    """Latencies are whole milliseconds of what the store has in nanoseconds."""
    if isinstance(literal, bool) or not isinstance(literal, int | float) or not abs(literal) < _LONGEST_MS:
        return
    if name in ("$gt", "$gte", "$eq"):
        found.parts.append(Compare("duration_ms", "ge", literal - _SLACK_MS))
    if name in ("$lt", "$lte", "$eq"):
        found.parts.append(Compare("duration_ms", "le", literal + 1 + _SLACK_MS))


def _add_needle(found: Narrowing, operand: Any, text: Any, *, ignore_case: bool, reads_objects: bool) -> None:
    """Texts stand in the stored JSON as they are, unless they need escaping or could be a number's."""
    called = operand.get("$getField") if isinstance(operand, dict) else None
    if reads_objects or not isinstance(called, str) or not isinstance(text, str):
        return
    path = split_path(called)
    if path[0] not in _JSON or path[:2] == ("summary", "weave"):
        return
    if not _NUMERIC.fullmatch(text) and not _ESCAPED.search(text) and (text.isascii() or not ignore_case):
        found.needles.append(Needle(text, ignore_case))


def _literal(operand: Any) -> Any:
    return operand.get("$literal") if isinstance(operand, dict) else None
