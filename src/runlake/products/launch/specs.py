"""What a run shall be started with: the caller's wish, and what its queue makes of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.launch.records import DEFAULT_PRIORITY, Queue, Resource
from runlake.products.launch.variables import filled

MAX_SPEC_BYTES = 1_000_000
_PRIORITIES = range(4)


@dataclass(frozen=True, slots=True)
class Wish:
    """A run that somebody wants started. `keeps_resource`: it runs where it says, whatever the queue has."""

    spec: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    priority: int | None = None
    keeps_resource: bool = False


def priority_of(wish: Wish, queue: Queue) -> int:
    """From 0, the first, to 3. Raises InvalidInput."""
    if wish.priority is None:
        return DEFAULT_PRIORITY
    if wish.priority not in _PRIORITIES:
        raise InvalidInput(f"priority {wish.priority}: use 0 (critical), 1 (high), 2 (medium) or 3 (low)")
    if not queue.is_prioritized and wish.priority != DEFAULT_PRIORITY:
        raise InvalidInput(f"queue {queue.name} has no priorities: turn them on, or push without one")
    return wish.priority


def spec_for(wish: Wish, resource: Resource | None) -> dict[str, Any]:
    """What the agent gets: the wish, to be run on the queue's resource. Raises InvalidInput, LimitExceeded."""
    spec = dict(wish.spec)
    if resource is not None and not wish.keeps_resource:
        spec |= {"resource": resource.kind, "resource_args": _arguments(wish, resource)}
    elif wish.values:
        raise InvalidInput("this queue has no template variables")
    check_size("run spec", spec)
    return spec


def _arguments(wish: Wish, resource: Resource) -> dict[str, Any]:
    """The queue's settings with values in place. A queue without variables lets settings be overridden as they are."""
    base = filled(resource.config.get("resource_args") or {}, resource.variables, wish.values)
    own = wish.spec.get("resource_args") or {}
    if not isinstance(own, dict) or not isinstance(base, dict):
        raise InvalidInput("resource_args must be an object")
    if resource.variables or not own:
        return base
    merged: dict[str, Any] = {**base, **own}
    both = base.get(resource.kind), own.get(resource.kind)
    if all(isinstance(each, dict) for each in both):
        merged[resource.kind] = {**base[resource.kind], **own[resource.kind]}
    return merged


def check_size(what: str, value: Any) -> None:
    """Raise LimitExceeded, or InvalidInput for what JSON cannot hold."""
    try:
        size = len(orjson.dumps(value))
    except (TypeError, RecursionError) as error:
        raise InvalidInput(f"the {what} is not valid JSON: {error}") from error
    if size > MAX_SPEC_BYTES:
        raise LimitExceeded(f"a {what} of {size} bytes; {MAX_SPEC_BYTES} are allowed")
