"""What a run says of its metrics: what they are drawn over, and what stands for them in its summary. Pure.

Kept in the config where other clients keep theirs. Source: protocol notes 3.6, key `m` of `_wandb`; the wandb client 0.28.2,
`core/pkg/service_go_proto` for the numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

_NAME, _GLOB, _STEP, _OPTIONS, _SUMMARY, _GOAL = "1", "2", "5", "6", "7", "8"
_STEP_SYNC, _DEFINED = 1, 3
_KINDS = {"min": 1, "max": 2, "mean": 3, "best": 4, "last": 5, "none": 6, "first": 8}
_GOALS = {"min": 1, "max": 2}
_MOST_DEFINITIONS = 10_000


@dataclass(frozen=True, slots=True)
class MetricDefinition:
    """`name` may hold `*`. `summary` are among min, max, mean, best, last, none and first; `goal` is min or max."""

    name: str
    step_metric: str | None = None
    summary: tuple[str, ...] = ()
    goal: str | None = None

    def is_of(self, metric: str) -> bool:
        """True when it speaks of that metric."""
        return self.name == metric or ("*" in self.name and fnmatchcase(metric, self.name))


def encode_definitions(defined: Sequence[MetricDefinition]) -> list[dict[str, Any]]:
    """As they are kept: step metrics first, since others name them by their place."""
    steps = list(dict.fromkeys(each.step_metric for each in defined if each.step_metric))
    names = {each.name for each in defined}
    entries: list[dict[str, Any]] = [{_NAME: step, _OPTIONS: [_DEFINED]} for step in steps if step not in names]
    places = {entry[_NAME]: place for place, entry in enumerate(entries, 1)}
    places |= {each.name: place for place, each in enumerate(defined, len(entries) + 1)}
    return entries + [_entry(each, places) for each in defined]


def _entry(each: MetricDefinition, places: Mapping[str, int]) -> dict[str, Any]:
    entry: dict[str, Any] = {_GLOB if "*" in each.name else _NAME: each.name}
    if each.step_metric:
        entry[_STEP] = places[each.step_metric]
    entry[_OPTIONS] = [_STEP_SYNC, _DEFINED] if each.step_metric else [_DEFINED]
    if each.summary:
        entry[_SUMMARY] = [_KINDS[kind] for kind in each.summary]
    if each.goal:
        entry[_GOAL] = _GOALS[each.goal]
    return entry


def parse_definitions(kept: Any) -> list[MetricDefinition]:
    """What is kept of metrics, as far as it can be read."""
    entries = [entry for entry in kept[:_MOST_DEFINITIONS] if isinstance(entry, dict)] if isinstance(kept, list) else []
    kinds = {number: kind for kind, number in _KINDS.items()}
    goals = {number: goal for goal, number in _GOALS.items()}
    found = []
    for entry in entries:
        name, place, summary = entry.get(_NAME) or entry.get(_GLOB), entry.get(_STEP), entry.get(_SUMMARY)
        step = entries[place - 1].get(_NAME) if isinstance(place, int) and 0 < place <= len(entries) else None
        listed = summary if isinstance(summary, list) else []
        if isinstance(name, str):
            goal = goals.get(entry[_GOAL]) if isinstance(entry.get(_GOAL), int) else None
            of_summary = tuple(kinds[number] for number in listed if isinstance(number, int) and number in kinds)
            found.append(MetricDefinition(name, step if isinstance(step, str) else None, of_summary, goal))
    return found


def summarised(defined: Sequence[MetricDefinition], metrics: Iterable[str]) -> dict[str, MetricDefinition]:
    """Those of the metrics whose summary is something else than the last value; a definition by name counts before a pattern."""
    ordered = sorted((each for each in defined if each.summary), key=lambda each: "*" in each.name)
    if not ordered:
        return {}
    found = {metric: next((each for each in ordered if each.is_of(metric)), None) for metric in metrics}
    return {metric: each for metric, each in found.items() if each is not None}


def summary_of(each: MetricDefinition, statistics: Mapping[str, float]) -> dict[str, float] | None:
    """What stands in the summary for a metric with these `min`, `max`, `mean`, `first` and `last`; None: nothing."""
    if "none" in each.summary:
        return None
    best = {} if each.goal is None or each.goal not in statistics else {"best": statistics[each.goal]}
    known = {**statistics, **best}
    return {kind: known[kind] for kind in each.summary if kind in known}
