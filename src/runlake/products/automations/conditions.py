"""When an automation fires: on which runs or versions, and beyond which number. Pure."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from runlake.errors import InvalidInput
from runlake.model import HappeningKind, RunState
from runlake.products.automations.metrics import Change, MetricCondition, Threshold, ZScore, check_condition
from runlake.query import And, Compare, Filter, Not, Or, check_filter, parse_filter

METRIC_EVENTS: Mapping[HappeningKind, type[Threshold] | type[Change] | type[ZScore]] = {
    HappeningKind.RUN_METRIC_THRESHOLD: Threshold,
    HappeningKind.RUN_METRIC_CHANGE: Change,
    HappeningKind.RUN_METRIC_ZSCORE: ZScore,
}
RUN_EVENTS = frozenset({HappeningKind.RUN_STATE, *METRIC_EVENTS})
EVENTS = frozenset(HappeningKind) - {HappeningKind.RUN_ALERT}
"""What an automation can wait for."""

ARTIFACT_FIELDS = frozenset({"alias", "tag"})
_NUMBERS = frozenset({"threshold", "amount"})
_CHOICES: Mapping[str, frozenset[str | None]] = {
    "comparison": frozenset({"gt", "ge", "lt", "le"}),
    "aggregate": frozenset({None, "average", "min", "max"}),
    "direction": frozenset({"increase", "decrease", "any"}),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold besides the kind of event.

    `where` is about the run (any field that runs are searched by), or about the `alias` or `tag` of an artifact event;
    None lets everything through. `states` is of `run_state`, `metric` of the three metric events.
    """

    where: Filter | None = None
    states: tuple[RunState, ...] = ()
    metric: MetricCondition | None = None


def check(event: HappeningKind, condition: Condition) -> None:
    """Raise InvalidInput when an event cannot have this condition."""
    if event not in EVENTS:
        raise InvalidInput(f"{event} is not an event that automations wait for")
    if condition.where is not None:
        check_filter(condition.where)
        _check_where(event, condition.where)
    if (event is HappeningKind.RUN_STATE) != bool(condition.states):
        raise InvalidInput("the event run_state needs states, and no other has them")
    wanted = METRIC_EVENTS.get(event)
    if wanted is None and condition.metric is not None:
        raise InvalidInput(f"the event {event} has no metric")
    if wanted is not None and not isinstance(condition.metric, wanted):
        raise InvalidInput(f"the event {event} needs its metric condition")
    if condition.metric is not None:
        check_condition(condition.metric)


def encode(condition: Condition) -> dict[str, Any]:
    """The JSON form that is stored and that the native API speaks."""
    document: dict[str, Any] = {"where": None if condition.where is None else _encode_filter(condition.where)}
    if condition.states:
        document["states"] = [state.value for state in condition.states]
    if condition.metric is not None:
        document["metric"] = dataclasses.asdict(condition.metric)
    return document


def parse(event: HappeningKind, document: Mapping[str, Any]) -> Condition:
    """The JSON form taken apart and checked. Raises InvalidInput."""
    unknown = document.keys() - {"where", "states", "metric"}
    if unknown:
        raise InvalidInput(f"a condition has no {sorted(unknown)[0]!r:.60}: use where, states, metric")
    where, metric = document.get("where"), document.get("metric")
    condition = Condition(
        where=None if where is None else parse_filter(where),
        states=_states(document.get("states") or ()),
        metric=None if metric is None else _metric(event, metric),
    )
    check(event, condition)
    return condition


def matches(found: Filter | None, facts: Mapping[str, Any]) -> bool:
    """Whether facts (a value, or a list of values, by name) meet a filter."""
    match found:
        case None:
            return True
        case And(parts):
            return all(matches(part, facts) for part in parts)
        case Or(parts):
            return any(matches(part, facts) for part in parts)
        case Not(part):
            return not matches(part, facts)
        case Compare(name, op, operand):
            return _compare(op, _values(facts.get(name)), operand)


def _states(given: object) -> tuple[RunState, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InvalidInput("states must be a list")
    try:
        return tuple(dict.fromkeys(RunState(str(state).lower()) for state in given))
    except ValueError as error:
        raise InvalidInput(f"a state is one of {', '.join(RunState)}: {error}") from error


def _metric(event: HappeningKind, given: object) -> MetricCondition:
    of_event = METRIC_EVENTS.get(event)
    if of_event is None or not isinstance(given, Mapping):
        raise InvalidInput(f"the event {event} has no metric")
    known = {field.name for field in dataclasses.fields(of_event)}
    if given.keys() - known:
        raise InvalidInput(f"a metric condition of {event} has no {sorted(given.keys() - known)[0]!r:.60}")
    values = {name: _checked(name, value) for name, value in given.items()}
    try:
        return of_event(**values)
    except TypeError as error:
        raise InvalidInput(f"the metric condition of {event} is not whole: {error}") from error


def _checked(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidInput(f"{name} must be a number, not {value!r:.60}")
        return float(value) if abs(value) < 2**1023 else math.inf
    if name in _CHOICES and value not in _CHOICES[name]:
        raise InvalidInput(f"{value!r:.60} is not a {name}")
    wanted = {"metric": str, "relative": bool, "window": int, "prior_window": int}.get(name)
    if wanted is not None and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
        raise InvalidInput(f"{name} must be a {wanted.__name__}, not {value!r:.60}")
    return value


def _check_where(event: HappeningKind, found: Filter) -> None:
    match found:
        case And(parts) | Or(parts):
            for part in parts:
                _check_where(event, part)
        case Not(part):
            _check_where(event, part)
        case Compare(name, op, operand):
            if op == "within_s":  # clients could not be told of it: theirs have fixed times only
                raise InvalidInput(f"an automation compares {name} with a fixed time: use gt, ge, lt or le")
            if event not in RUN_EVENTS:
                _check_artifact_comparison(name, op, operand)


def _check_artifact_comparison(name: str, op: str, operand: Any) -> None:
    if name not in ARTIFACT_FIELDS:
        raise InvalidInput(f"events of artifacts have no {name!r:.60}: use alias or tag")
    if op == "regex":
        _found_by_regex("", operand)


def _encode_filter(found: Filter) -> dict[str, Any]:
    match found:
        case And(parts):
            return {"and": [_encode_filter(part) for part in parts]}
        case Or(parts):
            return {"or": [_encode_filter(part) for part in parts]}
        case Not(part):
            return {"not": _encode_filter(part)}
        case Compare(name, op, operand):
            return {"field": name, "op": op, "value": operand}


def _compare(op: str, values: Sequence[str], operand: Any) -> bool:
    if op == "exists":
        return bool(values) is operand
    if op == "ne":
        return operand not in values
    if op == "nin":
        return not any(value in operand for value in values)
    return any(_TESTS[op](value, operand) for value in values)


def _found_by_regex(value: str, pattern: str) -> bool:
    """By the engine that takes linear time for any pattern: patterns come from users. Raises InvalidInput."""
    # Imported here: few automations have a pattern, and it takes a thirtieth of the time in which a server is up.
    import pyarrow.compute as pc

    try:
        return bool(pc.match_substring_regex(pa.array([value], pa.string()), pattern)[0].as_py())
    except pa.ArrowInvalid as error:
        raise InvalidInput(f"the regular expression {pattern!r:.100} is not valid: {error}") from error


def _values(value: Any) -> Sequence[str]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


_TESTS = {
    "eq": lambda value, operand: value == operand,
    "gt": lambda value, operand: value > str(operand),
    "ge": lambda value, operand: value >= str(operand),
    "lt": lambda value, operand: value < str(operand),
    "le": lambda value, operand: value <= str(operand),
    "in": lambda value, operand: value in operand,
    "contains": lambda value, operand: operand in value,
    "regex": _found_by_regex,
}
