"""What a sweep is asked to do: its config, checked. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from runlake.errors import InvalidInput
from runlake.products.sweeps.documents import load_config
from runlake.products.sweeps.hyperband import Hyperband, parse_hyperband
from runlake.products.sweeps.space import SearchSpace, parse_space

SEARCHED = ("grid", "random", "bayes")
METHODS = (*SEARCHED, "custom")
_GOALS = ("minimize", "maximize")
_LARGEST_CAP = 2**53


@dataclass(frozen=True, slots=True)
class Metric:
    """What the search improves."""

    name: str
    maximize: bool

    @property
    def goal(self) -> Literal["minimize", "maximize"]:
        return "maximize" if self.maximize else "minimize"


@dataclass(frozen=True, slots=True)
class SweepConfig:
    """A config that holds together. `is_local`: a controller or a scheduler on the user's side chooses the cells."""

    document: dict[str, Any]
    method: str
    metric: Metric | None
    space: SearchSpace
    stopping: Hyperband | None
    run_cap: int | None
    is_local: bool

    @property
    def display_name(self) -> str | None:
        return _text(self.document.get("name"))

    @property
    def description(self) -> str | None:
        return _text(self.document.get("description"))

    @property
    def searches(self) -> bool:
        """True when the server chooses the cells."""
        return self.method in SEARCHED and not self.is_local

    @property
    def expected_cells(self) -> int | None:
        """How many cells the sweep will have; None when nobody knows."""
        size = self.space.size if self.method == "grid" else None
        known = [count for count in (size, self.run_cap) if count is not None]
        return min(known) if known else None


@lru_cache(maxsize=128)
def parse_config(text: str) -> SweepConfig:
    """A config from its YAML or JSON text. Raises InvalidInput that says what to change, LimitExceeded.

    The results are shared: nobody may change them.
    """
    document = load_config(text)
    method = _method(document)
    is_local = _is_local(document)
    space = parse_space(document.get("parameters") or {})
    if method in SEARCHED and not is_local:
        _check_search(method, space)
    metric = _metric(document)
    if metric is None and method == "bayes":
        raise InvalidInput("method bayes needs a metric: {name: …, goal: minimize or maximize}")
    return SweepConfig(document, method, metric, space, _stopping(document, metric), _run_cap(document), is_local)


def _method(document: dict[str, Any]) -> str:
    method = document.get("method")
    if method is None:
        raise InvalidInput(f"a sweep config needs a method: one of {', '.join(METHODS)}")
    if method not in METHODS:
        raise InvalidInput(f"{method!r:.40} is not a search method: use one of {', '.join(METHODS)}")
    return str(method)


def _is_local(document: dict[str, Any]) -> bool:
    """Source: `wandb/sdk/sweeps/scheduler/optimizer.py` of wandb 0.31.0: `scheduler.engine` opts out of the server's search."""
    return _mapping(document, "controller").get("type") == "local" or bool(
        _mapping(document, "scheduler").get("engine")
    )


def _check_search(method: str, space: SearchSpace) -> None:
    if not space.parameters:
        raise InvalidInput(f"method {method} needs parameters to search: {{name: {{values: […]}}}}")
    if method == "grid":
        space.require_grid()


def _metric(document: dict[str, Any]) -> Metric | None:
    found = _mapping(document, "metric")
    if not found:
        return None
    name, goal = found.get("name"), found.get("goal", "minimize")
    if not isinstance(name, str) or not name:
        raise InvalidInput("metric of a sweep needs a name")
    if goal not in _GOALS:
        raise InvalidInput(f"goal of a metric is minimize or maximize, not {goal!r:.40}")
    return Metric(name, goal == "maximize")


def _stopping(document: dict[str, Any], metric: Metric | None) -> Hyperband | None:
    spec = _mapping(document, "early_terminate")
    if not spec or spec.get("type") == "custom":  # that one lives in the user's own controller
        return None
    if spec.get("type") != "hyperband":
        raise InvalidInput(f"early_terminate: type {spec.get('type')!r:.40} is not known: use hyperband")
    if metric is None:
        raise InvalidInput("early_terminate needs a metric: {name: …, goal: minimize or maximize}")
    return parse_hyperband(spec)


def _run_cap(document: dict[str, Any]) -> int | None:
    cap = document.get("run_cap")
    if cap is None:
        return None
    if isinstance(cap, bool) or not isinstance(cap, int) or not 1 <= cap <= _LARGEST_CAP:
        raise InvalidInput(f"run_cap must be a whole number from 1, found {cap!r:.40}")
    return cap


def _mapping(document: dict[str, Any], key: str) -> dict[str, Any]:
    found = document.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise InvalidInput(f"{key} of a sweep config must be a mapping, found {found!r:.40}")
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
