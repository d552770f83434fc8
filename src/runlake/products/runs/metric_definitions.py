"""What a run says of its metrics: what they are drawn over, and what stands for them in its summary. Pure.

Kept in the config where other clients keep theirs. Source: protocol notes 3.6, key `m` of `_wandb`; the wandb client 0.28.2,
`core/pkg/service_go_proto` for the numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from runlake.products.runs.configs import internal_config

_NAME, _GLOB, _STEP, _OPTIONS, _SUMMARY, _GOAL = "1", "2", "5", "6", "7", "8"
_STEP_SYNC, _HIDDEN, _DEFINED = 1, 2, 3
_KINDS = {"min": 1, "max": 2, "mean": 3, "best": 4, "last": 5, "none": 6, "first": 8}
_GOALS = {"min": 1, "max": 2}
_MOST_DEFINITIONS = 10_000
_LONGEST_NAME = 4096  # of what can be logged: lists of metrics repeat the name of a step metric


@dataclass(frozen=True, slots=True)
class MetricDefinition:
    """`name` may hold `*`. `summary` are among min, max, mean, best, last, none and first; `goal` is min or max.

    A `hidden` metric has no chart by itself.
    """

    name: str
    step_metric: str | None = None
    summary: tuple[str, ...] = ()
    goal: str | None = None
    hidden: bool = False

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
    return [_parsed(entry, name, entries) for entry in entries if isinstance(name := _name_of(entry), str)]


def definitions_in(config_json: str) -> list[MetricDefinition]:
    """Those that a config keeps."""
    return parse_definitions(internal_config(config_json).get("m"))


def _name_of(entry: Mapping[str, Any]) -> Any:
    return entry.get(_NAME) or entry.get(_GLOB)


def _parsed(entry: Mapping[str, Any], name: str, entries: Sequence[Mapping[str, Any]]) -> MetricDefinition:
    place = entry.get(_STEP)
    step = _name_of(entries[place - 1]) if isinstance(place, int) and 0 < place <= len(entries) else None
    kinds = {number: kind for kind, number in _KINDS.items()}
    goals = {number: goal for goal, number in _GOALS.items()}
    return MetricDefinition(
        name,
        step if isinstance(step, str) and len(step) <= _LONGEST_NAME else None,
        tuple(kinds[number] for number in _numbers(entry, _SUMMARY) if number in kinds),
        goals.get(entry[_GOAL]) if isinstance(entry.get(_GOAL), int) else None,
        _HIDDEN in _numbers(entry, _OPTIONS),
    )


def _numbers(entry: Mapping[str, Any], key: str) -> list[int]:
    listed = entry.get(key)
    return [number for number in listed if isinstance(number, int)] if isinstance(listed, list) else []


def definitions_of(defined: Iterable[MetricDefinition], metrics: Iterable[str]) -> dict[str, MetricDefinition]:
    """The definition of each of the metrics that has one: by name before by pattern, by a longer pattern before a shorter one.

    Names that begin with `_` are the client's own: no pattern speaks of them.
    """
    named, patterns = {}, []
    for each in defined:
        if "*" in each.name:
            patterns.append(each)
        else:
            named[each.name] = each
    patterns.sort(key=lambda each: (-len(each.name), each.name))

    def find(metric: str) -> MetricDefinition | None:
        matching = [] if metric.startswith("_") else patterns
        return named.get(metric) or next((each for each in matching if each.is_of(metric)), None)

    found = {metric: find(metric) for metric in metrics}
    return {metric: each for metric, each in found.items() if each is not None}


def agreed_definitions(
    runs: Iterable[Iterable[MetricDefinition]], metrics: Sequence[str]
) -> dict[str, MetricDefinition]:
    """What charts of several runs, newest first, follow: of each metric what the newest says that says anything of it.

    One that names no step metric leaves it to an older one that does. Nothing is drawn over itself.
    """
    agreed: dict[str, MetricDefinition] = {}
    for distinct in dict.fromkeys(frozenset(defined) for defined in runs):
        for metric, each in definitions_of(distinct, metrics).items():
            newer = agreed.get(metric, replace(each, name=metric, step_metric=None))
            step = each.step_metric if each.step_metric != metric else None
            agreed[metric] = replace(newer, step_metric=newer.step_metric or step)
    return agreed


def summarised(defined: Sequence[MetricDefinition], metrics: Iterable[str]) -> dict[str, MetricDefinition]:
    """Those of the metrics whose summary is something else than the last value."""
    wanted = [each for each in defined if each.summary]
    return definitions_of(wanted, metrics) if wanted else {}


def summary_of(each: MetricDefinition, statistics: Mapping[str, float]) -> dict[str, float] | None:
    """What stands in the summary for a metric with these `min`, `max`, `mean`, `first` and `last`; None: nothing."""
    if "none" in each.summary:
        return None
    best = {} if each.goal is None or each.goal not in statistics else {"best": statistics[each.goal]}
    known = {**statistics, **best}
    return {kind: known[kind] for kind in each.summary if kind in known}
