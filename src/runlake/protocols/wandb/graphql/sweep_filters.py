"""wandb's filters on sweeps: the language of run filters, on the few facts of a sweep. Pure."""

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.sweeps import Sweep
from runlake.query import And, Compare, Filter, Not, Or

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def matches(found: Filter | None, sweep: Sweep) -> bool:
    """True when the sweep meets the filter. Raises InvalidInput for a fact that sweeps do not have."""
    match found:
        case None:
            return True
        case And(parts):
            return all(matches(part, sweep) for part in parts)
        case Or(parts):
            return any(matches(part, sweep) for part in parts)
        case Not(part):
            return not matches(part, sweep)
        case Compare(field, op, value):
            return _compare(_facts(field, sweep), op, value)


def _facts(field: str, sweep: Sweep) -> tuple[Any, ...]:
    """The values that a field may stand for: a sweep has two names."""
    known: dict[str, tuple[Any, ...]] = {
        "name": (sweep.sweep_id, sweep.title),
        "display_name": (sweep.title,),
        "sweep": (sweep.sweep_id,),
        "state": (sweep.state.value, "canceled") if sweep.state == "cancelled" else (sweep.state.value,),
        "user": (sweep.username,),
        "description": (sweep.description,),
        "created_at": (_micros(sweep.created_at),),
        "updated_at": (_micros(sweep.updated_at),),
    }
    if field not in known:
        raise InvalidInput(f"sweeps cannot be filtered by {field!r:.60}: use one of {', '.join(known)}")
    return known[field]


def _compare(facts: tuple[Any, ...], op: str, value: Any) -> bool:
    if op in ("ne", "nin"):
        return not _compare(facts, "eq" if op == "ne" else "in", value)
    if op == "exists":
        return any(fact is not None for fact in facts) is bool(value)
    return any(fact is not None and _holds(fact, op, value) for fact in facts) or (op == "eq" and value in facts)


def _holds(fact: Any, op: str, value: Any) -> bool:
    wanted = [_folded(item) for item in value] if isinstance(value, list) else _folded(value)
    found = _folded(fact)
    if op == "eq":
        return bool(found == wanted)
    if op == "in":
        return found in wanted
    if op in _ORDERS:
        return isinstance(found, str) is isinstance(wanted, str) and _ORDERS[op](found, wanted)
    return _contains(str(fact), op, value)


def _contains(fact: str, op: str, value: str) -> bool:
    if op == "contains":
        return value in fact
    try:
        return re.search(value[:200], fact[:1000]) is not None
    except re.error as error:
        raise InvalidInput(f"{value!r:.60} is not a regular expression: {error}") from error


def _folded(value: Any) -> Any:
    """States are written in capitals by some clients."""
    return value.lower() if isinstance(value, str) else value


def _micros(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
