"""Config and summary documents → leaves with a path and a kind. Pure."""

import json
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from runlake.model import Run
from runlake.storage.metadata import to_micros

_MAX_DEPTH = 32
_MAX_TEXT = 10_000


class Leaf(NamedTuple):
    """A value in the mirror: `number` for numbers and booleans, `text` for text and JSON."""

    kind: str
    number: float = 0.0
    text: str = ""

    def value(self) -> Any:
        """The value as JSON has it; a non-finite number as text."""
        match self.kind:
            case "number":
                if not math.isfinite(self.number):
                    return "NaN" if math.isnan(self.number) else ("Infinity" if self.number > 0 else "-Infinity")
                whole = self.number.is_integer() and abs(self.number) < 2**53
                return int(self.number) if whole else self.number
            case "bool":
                return bool(self.number)
            case "string":
                return self.text
            case "json":
                return _loads(self.text) if len(self.text) < _MAX_TEXT else self.text
        return None


REMOVED = Leaf("removed")


def parse_document(text: str) -> dict[str, Any]:
    """A JSON object; bare NaN tokens are read as numbers. Anything else is an empty object."""
    try:
        found = _loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def unwrapped_config(config_json: str) -> dict[str, Any]:
    """The user's config: `{"lr": {"value": 0.1}}` → `{"lr": 0.1}`, without the client's own keys."""
    return {
        key: wrapper["value"] if isinstance(wrapper, dict) and "value" in wrapper else wrapper
        for key, wrapper in parse_document(config_json).items()
        if key not in ("_wandb", "wandb_version")
    }


def user_summary(summary_json: str) -> dict[str, Any]:
    """The summary without the client's own keys."""
    return {key: value for key, value in parse_document(summary_json).items() if key != "_wandb"}


def leaves_of(run: Run) -> dict[str, Leaf]:
    """Everything of a run that can be searched, by path. NaN is stored as the number it is."""
    leaves = dict(_system_leaves(run))
    leaves.update(_flattened("config", unwrapped_config(run.config_json)))
    leaves.update(_flattened("summary", user_summary(run.summary_json)))
    return leaves


def _system_leaves(run: Run) -> Iterator[tuple[str, Leaf]]:
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
    for path, text in texts.items():
        if text is not None:
            yield path, Leaf("string", 0.0, text[:_MAX_TEXT])
    yield "tags", Leaf("json", 0.0, orjson.dumps(sorted(run.tags)).decode())
    for tag in run.tags:
        yield f"tag:{tag}", Leaf("bool", 1.0)
    for path, moment in (
        ("created_at", run.created_at),
        ("updated_at", run.updated_at),
        ("finished_at", run.finished_at),
    ):
        if moment is not None:
            yield path, Leaf("number", float(to_micros(moment)))
    if run.exit_code is not None:
        yield "exit_code", Leaf("number", float(run.exit_code))
    end = run.finished_at or run.heartbeat_at
    if end is not None:
        yield "duration_s", Leaf("number", max(0.0, (end - run.created_at).total_seconds()))


def _flattened(path: str, value: Any, depth: int = 0) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, dict) and value and depth < _MAX_DEPTH:
        for key, inner in value.items():
            yield from _flattened(f"{path}.{key}", inner, depth + 1)
    elif depth:
        yield _storable(path), _leaf(value)


def _leaf(value: Any) -> Leaf:
    if value is None:
        return Leaf("null")
    if isinstance(value, bool):
        return Leaf("bool", float(value))
    if isinstance(value, int | float):
        return Leaf("number", _as_float(value))
    if isinstance(value, str):
        return Leaf("string", 0.0, _storable(value[:_MAX_TEXT]))
    return Leaf("json", 0.0, json.dumps(value)[:_MAX_TEXT])


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _storable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _loads(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)  # accepts the bare NaN and Infinity tokens that clients write
