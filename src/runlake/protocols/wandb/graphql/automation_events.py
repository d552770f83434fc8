"""wandb's event types and filters ↔ conditions of automations. Pure.

Source: protocol notes 10.3; `events.py` and `_run_metric_filters.py` of the wandb client 0.28.2.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from runlake.errors import InvalidInput
from runlake.model import HappeningKind, RunState
from runlake.products.automations import RUN_EVENTS, Automation, Change, Condition, MetricCondition, Threshold, ZScore
from runlake.protocols.wandb.graphql.filters import parse_filters
from runlake.query import And, Compare, Filter, Not, Or

_EVENTS = {
    "CREATE_ARTIFACT": HappeningKind.VERSION_CREATED,
    "LINK_MODEL": HappeningKind.VERSION_LINKED,
    "UNLINK_ARTIFACT": HappeningKind.VERSION_UNLINKED,
    "ADD_ARTIFACT_ALIAS": HappeningKind.ALIAS_ADDED,
    "ADD_ARTIFACT_TAG": HappeningKind.VERSION_TAGGED,
    "REMOVE_ARTIFACT_TAG": HappeningKind.VERSION_UNTAGGED,
    "ADD_COLLECTION_TAG": HappeningKind.COLLECTION_TAGGED,
    "REMOVE_COLLECTION_TAG": HappeningKind.COLLECTION_UNTAGGED,
    "RUN_STATE": HappeningKind.RUN_STATE,
    "RUN_METRIC": HappeningKind.RUN_METRIC_THRESHOLD,
    "RUN_METRIC_CHANGE": HappeningKind.RUN_METRIC_CHANGE,
    "RUN_METRIC_ZSCORE": HappeningKind.RUN_METRIC_ZSCORE,
}
_NAMES = {event: name for name, event in _EVENTS.items()}
_COMPARISONS = {"$gt": "gt", "$gte": "ge", "$lt": "lt", "$lte": "le"}
_OPERATORS = {
    "eq": "$eq",
    "ne": "$ne",
    "gt": "$gt",
    "ge": "$gte",
    "lt": "$lt",
    "le": "$lte",
    "in": "$in",
    "nin": "$nin",
    "contains": "$contains",
    "regex": "$regex",
    "exists": "$exists",
}


def event_of(name: str) -> HappeningKind:
    """Our word for an event type. Raises InvalidInput for those that nothing fires."""
    if name not in _EVENTS:
        raise InvalidInput(f"events of type {name} do not happen on this server: use one of {', '.join(_EVENTS)}")
    return _EVENTS[name]


def event_name(event: HappeningKind) -> str:
    """wandb's word for an event."""
    return _NAMES[event]


def parse_event_filter(event: HappeningKind, text: str) -> Condition:
    """The condition of an `eventFilter`. Raises InvalidInput."""
    if event not in RUN_EVENTS:
        return Condition(where=parse_filters(text, _artifact_paths))
    document = _object(text, "eventFilter")
    run_filter = document.get("run_filter")
    where = parse_filters(run_filter if isinstance(run_filter, str) or run_filter is None else json.dumps(run_filter))
    if event is HappeningKind.RUN_STATE:
        return Condition(where=where, states=_states(document))
    return Condition(where=where, metric=_metric(event, document))


def filter_shown(automation: Automation) -> str:
    """The filter as clients read it: events of artifacts have it wrapped once more. Source: protocol notes 10.3."""
    text = automation.foreign_filter or json.dumps(_encoded(automation))
    return text if automation.event in RUN_EVENTS else json.dumps({"filter": text})


def _artifact_paths(key: str) -> tuple[str, ...]:
    if key not in ("alias", "tag"):
        raise InvalidInput(f"events of artifacts have no field {key!r:.100}: use alias or tag")
    return (key,)


def _states(document: Mapping[str, Any]) -> tuple[RunState, ...]:
    given = document.get("run_state_filter")
    listed = given.get("states") if isinstance(given, Mapping) else None
    if not isinstance(listed, list):
        raise InvalidInput("a RUN_STATE event needs run_state_filter.states, a list")
    try:
        return tuple(dict.fromkeys(RunState(str(state).lower()) for state in listed))
    except ValueError as error:
        raise InvalidInput(f"runs have no such state: {error}") from error


def _metric(event: HappeningKind, document: Mapping[str, Any]) -> MetricCondition:
    given = document.get("run_metric_filter")
    name = {
        HappeningKind.RUN_METRIC_THRESHOLD: "threshold_filter",
        HappeningKind.RUN_METRIC_CHANGE: "change_filter",
        HappeningKind.RUN_METRIC_ZSCORE: "zscore_filter",
    }[event]
    part = given.get(name) if isinstance(given, Mapping) else None
    if part is None and event is HappeningKind.RUN_METRIC_THRESHOLD and document.get("metric_filter"):
        legacy = document["metric_filter"]  # of clients before change and z-score were there
        part = json.loads(legacy) if isinstance(legacy, str) else legacy
    if not isinstance(part, Mapping):
        raise InvalidInput(f"a {event_name(event)} event needs run_metric_filter.{name}")
    try:
        return _METRICS[event](part)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(f"run_metric_filter.{name} is not whole: {error}") from error


def _threshold(part: Mapping[str, Any]) -> Threshold:
    return Threshold(
        metric=str(part["name"]),
        comparison=_COMPARISONS[part["cmp_op"]],  # type: ignore[arg-type]
        threshold=float(part["threshold"]),
        window=int(part.get("window_size") or 1),
        aggregate=_aggregate(part),
    )


def _change(part: Mapping[str, Any]) -> Change:
    window = int(part.get("current_window_size") or 1)
    return Change(
        metric=str(part["name"]),
        amount=float(part["change_amount"]),
        relative={"RELATIVE": True, "ABSOLUTE": False}[part["change_type"]],
        direction=_direction(part),
        window=window,
        prior_window=int(part.get("prior_window_size") or window),
        aggregate=_aggregate(part),
    )


def _zscore(part: Mapping[str, Any]) -> ZScore:
    return ZScore(
        metric=str(part["name"]),
        threshold=float(part["threshold"]),
        window=int(part.get("window_size") or 30),
        direction=_direction(part),
    )


def _aggregate(part: Mapping[str, Any]) -> Any:
    return {None: None, "AVERAGE": "average", "MIN": "min", "MAX": "max"}[part.get("agg_op")]


def _direction(part: Mapping[str, Any]) -> Any:
    return {"INCREASE": "increase", "DECREASE": "decrease", "ANY": "any"}[part["change_dir"]]


_METRICS: Mapping[HappeningKind, Callable[[Mapping[str, Any]], MetricCondition]] = {
    HappeningKind.RUN_METRIC_THRESHOLD: _threshold,
    HappeningKind.RUN_METRIC_CHANGE: _change,
    HappeningKind.RUN_METRIC_ZSCORE: _zscore,
}


def _object(text: str, what: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{what} is not JSON: {error}") from error
    if not isinstance(document, Mapping):
        raise InvalidInput(f"{what} must be a JSON object")
    return document


def _encoded(automation: Automation) -> dict[str, Any]:
    """The filter of an automation that another client than wandb's made."""
    condition = automation.condition
    where = {"$and": []} if condition.where is None else {"$and": [_mongo(condition.where)]}
    if automation.event not in RUN_EVENTS:
        return {"$or": [where]}
    document: dict[str, Any] = {"run_filter": json.dumps(where)}
    if condition.metric is None:
        return document | {"run_state_filter": {"states": [state.value.upper() for state in condition.states]}}
    return document | {"run_metric_filter": _encoded_metric(condition.metric), "metric_filter": None}


def _encoded_metric(metric: MetricCondition) -> dict[str, Any]:
    if isinstance(metric, Threshold):
        comparison = next(name for name, ours in _COMPARISONS.items() if ours == metric.comparison)
        part: dict[str, Any] = {"window_size": metric.window, "cmp_op": comparison, "threshold": metric.threshold}
        return {"threshold_filter": {"name": metric.metric, "agg_op": _upper(metric.aggregate), **part}}
    if isinstance(metric, Change):
        part = {"current_window_size": metric.window, "prior_window_size": metric.prior_window}
        part |= {"change_type": "RELATIVE" if metric.relative else "ABSOLUTE", "change_dir": metric.direction.upper()}
        part |= {"change_amount": metric.amount, "agg_op": _upper(metric.aggregate)}
        return {"change_filter": {"name": metric.metric, **part}}
    part = {"window_size": metric.window, "threshold": metric.threshold, "change_dir": metric.direction.upper()}
    return {"zscore_filter": {"name": metric.metric, **part}}


def _upper(aggregate: str | None) -> str | None:
    return None if aggregate is None else aggregate.upper()


def _mongo(found: Filter) -> dict[str, Any]:
    match found:
        case And(parts):
            return {"$and": [_mongo(part) for part in parts]}
        case Or(parts):
            return {"$or": [_mongo(part) for part in parts]}
        case Not(part):
            return {"$not": _mongo(part)}
        case Compare(field, op, value):
            key = f"summary_metrics.{field.removeprefix('summary.')}" if field.startswith("summary.") else field
            return {key: {_OPERATORS[op]: value}}
