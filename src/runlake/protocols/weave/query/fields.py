"""What `$getField` may name, of calls and of other rows. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from runlake.protocols.weave.query.values import MISSING, text_of
from runlake.protocols.weave.refs import name_in_ref
from runlake.protocols.weave.refusals import FieldRefused, ValueRefused
from runlake.protocols.weave.stored_calls import latency_of, queried_status, seconds_of

_SPLIT = re.compile(r"(?<!\\)\.")
_FEEDBACK = re.compile(r"feedback\.\[([^\]]+)\]\.(payload|runnable_ref|trigger_ref)(?:\.(.+))?")
_ANY_OF_THEM = ("wandb.reaction.1", "wandb.note.1", "wandb.agent_user_feedback")
_LONGEST_PATH = 1000

FieldPath = tuple[str, ...]
Row = Mapping[str, Any]
Kind = Literal["json", "column", "time", "feedback"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `read` gives its value; `raw` the JSON value itself, MISSING when there is none.

    Of `feedback` fields `read` gives a list: one value for each row of feedback, or for each queue that a call is in.
    """

    kind: Kind
    read: Callable[[Row], Any]
    raw: Callable[[Row], Any]


class Fields(Protocol):
    """The fields of a kind of rows."""

    def field(self, name: str) -> Field:
        """The field of that name. Raises FieldRefused, or ValueRefused of rows that are not calls."""


class CallFields:
    """The fields of calls. A call may carry its feedback as `feedback`, its queues as `queues`."""

    _COLUMNS = frozenset(
        [
            "id",
            "project_id",
            "trace_id",
            "parent_id",
            "op_name",
            "display_name",
            "exception",
            "thread_id",
            "turn_id",
            "wb_user_id",
            "wb_run_id",
            "wb_run_step",
            "wb_run_step_end",
        ]
    )
    _TIMES = frozenset(("started_at", "ended_at", "deleted_at", "expire_at"))
    _JSON = frozenset(("inputs", "output", "attributes", "summary"))

    def field(self, name: str) -> Field:
        if name in self._COLUMNS:
            return _column(name)
        if name in self._TIMES:
            return _time(name)
        path = split_path(name)
        if path[:2] == ("summary", "weave"):
            return _derived(name, path)
        if path[0] in self._JSON:
            return _json(path)
        if path[0] == "feedback":
            return _feedback(name)
        if name == "annotation_queue_items.queue_id":
            return Field(
                "feedback", lambda row: row.get("queues", []), lambda row: next(iter(row.get("queues", [])), MISSING)
            )
        raise _unknown(name)


class RowFields:
    """The fields of rows of feedback, prices and the like: plain columns, times, and paths into some JSON ones."""

    def __init__(self, columns: Sequence[str], *, times: Sequence[str] = (), json: Sequence[str] = ()) -> None:
        self._columns, self._times, self._json = frozenset(columns), frozenset(times), frozenset(json)

    def __contains__(self, name: str) -> bool:
        return name in self._columns or name in self._times

    def field(self, name: str) -> Field:
        if name in self._times:
            return _time(name)
        if name in self._columns:
            return _column(name)
        path = split_path(name)
        if path[0] in self._json:
            return _json(path)
        raise ValueRefused(f"Unknown field: {name[:200]}")


def split_path(name: str) -> FieldPath:
    r"""The parts of a dotted path; `\.` is a dot inside of one. Raises FieldRefused."""
    if not 0 < len(name) <= _LONGEST_PATH:
        raise FieldRefused(f"a field of {len(name)} characters is none")
    return tuple(part.replace("\\.", ".") for part in _SPLIT.split(name))


def at_path(value: Any, path: Sequence[str]) -> Any:
    """The JSON value at a path, MISSING when there is none. Numbers index lists."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part, MISSING)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and len(part) < 10:
            value = value[int(part)] if int(part) < len(value) else MISSING
        else:
            return MISSING
    return value


def _column(name: str) -> Field:
    read: Callable[[Row], Any] = lambda row: row.get(name)  # noqa: E731
    return Field("column", read, read)


def _time(name: str) -> Field:
    def read(row: Row) -> Any:
        value = row.get(name)
        return seconds_of(value) if isinstance(value, str) else value

    return Field("time", read, read)


def _json(path: FieldPath) -> Field:
    raw: Callable[[Row], Any] = lambda row: at_path(row, path)  # noqa: E731
    return Field("json", lambda row: text_of(raw(row)), raw)


def _derived(name: str, path: FieldPath) -> Field:
    readers: dict[str, Callable[[Any], Any]] = {
        "status": queried_status,
        "latency_ms": latency_of,
        "trace_name": lambda call: call["display_name"] or name_in_ref(call["op_name"]),
    }
    if len(path) != 3 or path[2] not in readers:
        raise _unknown(name)
    return Field("column", readers[path[2]], readers[path[2]])


def _feedback(name: str) -> Field:
    match = _FEEDBACK.fullmatch(name)
    if match is None:
        raise _unknown(name)
    kind, column, rest = match[1], match[2], match[3]
    path = (column, *split_path(rest)) if rest else (column,)

    def read(row: Row) -> list[str]:
        of_kind = (given for given in row.get("feedback", ()) if kind in ("*", given["feedback_type"]))
        texts = [text_of(at_path(given, path)) for given in of_kind]
        if kind in _ANY_OF_THEM:
            return texts
        return ([text for text in texts if text] if kind == "*" else texts)[:1] or [""]

    def raw(row: Row) -> Any:
        return next((text for text in read(row) if text), MISSING)

    return Field("feedback", read, raw)


def _unknown(name: str) -> FieldRefused:
    return FieldRefused(f"Unknown field: {name[:200]}")
