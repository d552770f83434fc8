"""The search space of a sweep: its parameters, nested ones written out, and the cells that they span. Pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.sweeps.distributions import (
    Beta,
    Categorical,
    Distribution,
    IntUniform,
    LogUniform,
    Quantized,
    Uniform,
)
from runlake.products.sweeps.parameters import parse_parameter

MAX_PARAMETERS = 1_000
MAX_GRID_CELLS = 2**53
_MAX_DEPTH = 16

Values = tuple[Any, ...]
"""One value for each parameter, in their order: a cell."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `path` are its names from the outside in; `kind` is the name of its distribution."""

    path: tuple[str, ...]
    kind: str
    distribution: Distribution
    spec: Mapping[str, Any]

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def is_constant(self) -> bool:
        values = self.distribution.values
        return values is not None and len(values) == 1


@dataclass(frozen=True)
class SearchSpace:
    """All parameters, in the order of the config."""

    parameters: tuple[Parameter, ...]

    @cached_property
    def size(self) -> int | None:
        """How many cells a grid has; None when some parameter's values cannot be counted."""
        counts = [parameter.distribution.values for parameter in self.parameters]
        return None if None in counts else math.prod(len(values) for values in counts if values is not None)

    def grid_cell(self, index: int) -> Values:
        """The cell number `index` of the grid: the last parameter changes fastest."""
        found: list[Any] = []
        for parameter in reversed(self.parameters):
            values = parameter.distribution.values
            assert values is not None, "only countable spaces have a grid"  # noqa: S101
            index, rest = divmod(index, len(values))
            found.append(values[rest])
        return tuple(reversed(found))

    def draw(self, chance: Random) -> Values:
        """A cell at random, each parameter for itself."""
        return tuple(parameter.distribution.at(chance.random()) for parameter in self.parameters)

    def args(self, values: Sequence[Any]) -> dict[str, Any]:
        """A cell as runs get it: `{name: {"value": …}}`, where nested parameters make a nested value."""
        nested: dict[str, Any] = {}
        for parameter, value in zip(self.parameters, values, strict=True):
            place = nested
            for name in parameter.path[:-1]:
                place = place.setdefault(name, {})
            place[parameter.path[-1]] = value
        return {name: {"value": value} for name, value in nested.items()}

    def values_in(self, config: Mapping[str, Any]) -> Values | None:
        """The cell that a plain config (`{name: value}`) is in; None when it lacks a parameter."""
        found = []
        for parameter in self.parameters:
            value: Any = config
            for name in parameter.path:
                if not isinstance(value, Mapping) or name not in value:
                    return None
                value = value[name]
            found.append(value)
        return tuple(found)

    def require_grid(self) -> None:
        """Raise InvalidInput unless a grid can be made of every parameter."""
        for parameter in self.parameters:
            if parameter.distribution.values is None:
                raise InvalidInput(
                    f"parameter {parameter.name!r:.80}: a grid needs values that can be counted, and {parameter.kind} has "
                    "none: use value, values, int_uniform or q_uniform, or the method random or bayes"
                )
        if self.size is not None and self.size > MAX_GRID_CELLS:
            raise InvalidInput(f"this grid has {self.size} cells: that is more than anybody can run")


def plain_config(args: Mapping[str, Any]) -> dict[str, Any]:
    """`{name: {"value": v}}` → `{name: v}`."""
    return {name: item.get("value") if isinstance(item, Mapping) else item for name, item in args.items()}


def parse_space(parameters: object) -> SearchSpace:
    """The search space of `parameters` of a config. Raises InvalidInput."""
    if not isinstance(parameters, dict):
        raise InvalidInput("parameters of a sweep must be a mapping of names")
    found = tuple(_walk((), parameters, 0))
    if len(found) > MAX_PARAMETERS:
        raise InvalidInput(f"a sweep has at most {MAX_PARAMETERS} parameters, found {len(found)}")
    return SearchSpace(found)


def _walk(outside: tuple[str, ...], parameters: Mapping[str, Any], depth: int) -> Iterator[Parameter]:
    if depth > _MAX_DEPTH:
        raise InvalidInput(f"parameters nest more than {_MAX_DEPTH} levels deep")
    for name, spec in parameters.items():
        path = (*outside, name)
        if isinstance(spec, dict) and isinstance(spec.get("parameters"), dict):
            yield from _walk(path, spec["parameters"], depth + 1)
        else:
            kind, distribution = parse_parameter(".".join(path), spec)
            yield Parameter(path, kind, distribution, spec)


def is_category(parameter: Parameter) -> bool:
    """True for a parameter whose values have no order."""
    return isinstance(parameter.distribution, Categorical)


def limits(parameter: Parameter) -> tuple[float, float] | None:
    """The least and the greatest value; None for categories and for what has no limits."""
    found = parameter.distribution
    inner = found.inner if isinstance(found, Quantized) else found
    if isinstance(inner, IntUniform | Uniform | LogUniform):
        return inner.low, inner.high
    return (0.0, 1.0) if isinstance(inner, Beta) else None
