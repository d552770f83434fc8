"""Bayesian search: the next cell, from what the earlier ones came to.

optuna does the thinking, in the unit cube of the space's quantiles: so every distribution is its prior. It is loaded when
the first sweep asks.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from runlake.products.sweeps.distributions import Categorical
from runlake.products.sweeps.space import Parameter, SearchSpace, plain_config

MAX_TRIALS = 500
"""Earlier cells that are thought about: the newest."""
_CHOICES_AT_MOST = 100
"""A parameter with more values than this is searched as if they had an order."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An earlier cell. `value` is None while its run goes on, and smaller is better; failed ones are left out."""

    args: Mapping[str, Any]
    value: float | None


def suggest(space: SearchSpace, trials: Sequence[Trial], seed: int) -> dict[str, Any]:
    """The arguments of the next cell. Takes some milliseconds, the first time a second: call it in a thread."""
    optuna = _load()
    free = [parameter for parameter in space.parameters if not parameter.is_constant]
    distributions = {str(index): _searched_as(parameter) for index, parameter in enumerate(free)}
    study = optuna.create_study(sampler=_sampler(optuna, seed))
    for trial in trials[-MAX_TRIALS:]:
        places = _places(space, free, trial.args)
        if places is not None:
            study.add_trial(_as_optuna(trial, places, distributions))
    chosen = study.ask(distributions).params if distributions else {}
    values = {parameter.path: _value(parameter, chosen[str(index)]) for index, parameter in enumerate(free)}
    return space.args(
        [values[each.path] if each.path in values else each.distribution.at(0.0) for each in space.parameters]
    )


@cache
def _load() -> Any:
    """optuna, without what it says about every study."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna


def _sampler(optuna: Any, seed: int) -> Any:
    """Its warnings are about later versions; ours is pinned below the next major one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return optuna.samplers.TPESampler(multivariate=True, constant_liar=True, seed=seed)


def _searched_as(parameter: Parameter) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    values = parameter.distribution.values
    if isinstance(parameter.distribution, Categorical) and values is not None and len(values) <= _CHOICES_AT_MOST:
        return CategoricalDistribution(tuple(range(len(values))))
    return FloatDistribution(0.0, 1.0)


def _as_optuna(trial: Trial, places: dict[str, Any], distributions: dict[str, Any]) -> Any:
    from optuna.trial import TrialState, create_trial

    if trial.value is None:
        return create_trial(state=TrialState.RUNNING, params=places, distributions=distributions)
    return create_trial(value=trial.value, params=places, distributions=distributions)


def _places(space: SearchSpace, free: Sequence[Parameter], args: Mapping[str, Any]) -> dict[str, Any] | None:
    """Where an earlier cell was; None when it was not of this space."""
    values = space.values_in(plain_config(args))
    if values is None:
        return None
    by_path = dict(zip((parameter.path for parameter in space.parameters), values, strict=True))
    places = {str(index): _place(parameter, by_path[parameter.path]) for index, parameter in enumerate(free)}
    return None if None in places.values() else places


def _place(parameter: Parameter, value: Any) -> float | int | None:
    place = parameter.distribution.place(value)
    values = parameter.distribution.values
    if place is None or not isinstance(parameter.distribution, Categorical) or values is None:
        return place
    return values.index(value) if len(values) <= _CHOICES_AT_MOST else place


def _value(parameter: Parameter, chosen: Any) -> Any:
    values = parameter.distribution.values
    if isinstance(parameter.distribution, Categorical) and values is not None and len(values) <= _CHOICES_AT_MOST:
        return values[chosen]
    return parameter.distribution.at(min(float(chosen), 1 - 1e-12))
