"""Leaves: what of a run can be searched, each with a path, a kind and a value. Pure."""

import json
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from runlake.model import Run
from runlake.products.runs.documents import json_safe, loads, unwrapped_config, user_summary
from runlake.query import as_float
from runlake.storage.metadata import to_micros

MAX_LEAVES = 20_000
"""Most leaves of one document; what comes after them is stored, but cannot be searched."""
MAX_TEXT = 10_000

_MAX_DEPTH = 32
_MAX_PATH = 2_000


class Leaf(NamedTuple):
    """A value in the mirror: `number` for numbers and booleans, `text` for text and JSON."""

    kind: str
    number: float = 0.0
    text: str = ""

    def value(self) -> Any:
        """The value as JSON has it; a non-finite number as text."""
        match self.kind:
            case "number":
                whole = self.number.is_integer() and abs(self.number) < 2**53
                return int(self.number) if whole else json_safe(self.number)
            case "bool":
                return bool(self.number)
            case "string":
                return self.text
            case "json":
                return self._document()
        return None

    def _document(self) -> Any:
        try:
            return json_safe(loads(self.text))
        except (ValueError, RecursionError):  # it was cut
            return self.text


Leaves = dict[str, Leaf]
REMOVED = Leaf("removed")
_MOVED_BY_HEARTBEATS = ("heartbeat_at", "duration_s")
_NAN = Leaf("number", math.nan)  # one object, so that NaN compares equal to itself
_TRUE = Leaf("bool", 1.0)


def config_leaves(config_json: str) -> Leaves:
    """The user's config, `config.…`."""
    return _flattened("config", unwrapped_config(config_json))


def summary_leaves(summary_json: str) -> Leaves:
    """The user's summary, `summary.…`."""
    return _flattened("summary", user_summary(summary_json))


def system_leaves(run: Run) -> Leaves:
    """Facts about the run itself, without a prefix; times in microseconds since 1970."""
    texts = {
        "state": run.state.value,
        "name": run.run_id,
        "display_name": run.display_name,
        "user": run.username,
        "group": run.group,
        "job_type": run.job_type,
        "host": run.host,
        "sweep": run.sweep,
        "notes": run.notes,
        "commit": run.commit,
        "description": run.description,
        "program": run.program,
        "repo": run.repo,
    }
    leaves = {path: Leaf("string", 0.0, text[:MAX_TEXT]) for path, text in texts.items() if text is not None}
    leaves["tags"] = Leaf("json", 0.0, json.dumps(sorted(run.tags))[:MAX_TEXT])
    leaves.update((f"tag:{tag}", _TRUE) for tag in run.tags)
    leaves.update((path, Leaf("number", number)) for path, number in _numbers(run))
    return leaves


def leaves_of(run: Run) -> Leaves:
    """Everything of a run that can be searched, by path."""
    return {**system_leaves(run), **config_leaves(run.config_json), **summary_leaves(run.summary_json)}


def changes_since(earlier: Leaves, now: Leaves) -> Leaves:
    """Leaves that are not as they were; those that went are marked as removed."""
    changes = {path: leaf for path, leaf in now.items() if earlier.get(path) != leaf}
    changes.update((path, REMOVED) for path, leaf in earlier.items() if path not in now and leaf != REMOVED)
    return changes


def changes_between(before: Run, after: Run) -> Leaves:
    """The same from one state of a run to another; a document that is the same is not taken apart.

    What a heartbeat moves is always among them: heartbeats are stored without being mirrored.
    """
    now = system_leaves(after)
    changes = changes_since(system_leaves(before), now)
    changes.update((path, now[path]) for path in _MOVED_BY_HEARTBEATS if path in now)
    if before.config_json != after.config_json:
        changes.update(changes_since(config_leaves(before.config_json), config_leaves(after.config_json)))
    if before.summary_json != after.summary_json:
        changes.update(changes_since(summary_leaves(before.summary_json), summary_leaves(after.summary_json)))
    return changes


def _numbers(run: Run) -> Iterator[tuple[str, float]]:
    times = {
        "created_at": run.created_at,
        "updated_at": run.updated_at,
        "heartbeat_at": run.heartbeat_at,
        "finished_at": run.finished_at,
    }
    for path, moment in times.items():
        if moment is not None:
            yield path, float(to_micros(moment))
    end = run.finished_at or run.heartbeat_at
    if end is not None:
        yield "duration_s", max(0.0, (end - run.created_at).total_seconds())
    if run.exit_code is not None:
        yield "exit_code", float(run.exit_code)


def _flattened(section: str, document: dict[str, Any]) -> Leaves:
    leaves: Leaves = {}
    for key, value in document.items():
        _collect(leaves, f"{section}.{key}", value, _MAX_DEPTH)
        if len(leaves) >= MAX_LEAVES:
            break
    return leaves


def _collect(leaves: Leaves, path: str, value: Any, depth: int) -> None:
    if isinstance(value, dict) and value and depth and len(leaves) < MAX_LEAVES:
        for key, inner in value.items():
            _collect(leaves, f"{path}.{key}", inner, depth - 1)
    elif len(path) <= _MAX_PATH and len(leaves) < MAX_LEAVES:
        leaves[_storable(path)] = _leaf(value)


def _leaf(value: Any) -> Leaf:
    match value:
        case None:
            return Leaf("null")
        case bool():
            return Leaf("bool", float(value))
        case int() | float():
            return _number(value)
        case str():
            return Leaf("string", 0.0, _storable(value[:MAX_TEXT]))
    return Leaf("json", 0.0, _json_text(value))


def _json_text(value: Any) -> str:
    try:
        return json.dumps(value)[:MAX_TEXT]
    except RecursionError:
        return "(nested too deep)"


def _number(value: float) -> Leaf:
    number = as_float(value)
    return _NAN if math.isnan(number) else Leaf("number", number)


def _storable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
